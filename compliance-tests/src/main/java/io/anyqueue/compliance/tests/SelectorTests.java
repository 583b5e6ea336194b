package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import org.junit.jupiter.api.Test;

/** Selectors: what expressions mean. */
@Needs(Feature.QUEUE_SELECTORS)
class SelectorTests extends ComplianceTest {

    @Test
    @Requirement({"3.8.1-1", "3.8.1.1-19"})
    void onlyMatchingMessagesAreDelivered() throws Exception {
        for (int n = 0; n < 6; n++) {
            jms.send(jms.queue(), jms.numbered(n));
        }
        MessageConsumer even = jms.session().createConsumer(jms.queue(), "n = 0 OR n = 2 OR n = 4 OR sentinel = TRUE");
        assertThat(jms.receiveAll(even, jms.queue())).containsExactly("n0", "n2", "n4");
        even.close();
        assertThat(jms.drain(jms.queue())).containsExactly("n1", "n3", "n5");
    }

    @Test
    @Requirement("3.8.1-2")
    void theBodyIsNotSeen() throws Exception {
        MapMessage message = jms.plumbing().createMapMessage();
        message.setInt("inside", 1);
        jms.send(jms.queue(), message);
        MessageConsumer consumer = jms.session().createConsumer(jms.queue(), "inside = 1 OR sentinel = TRUE");
        assertThat(jms.receiveAll(consumer, jms.queue())).isEmpty();
    }

    @Test
    @Requirement("3.8.1.1-1")
    void anEmptySelectorSelectsAll() throws Exception {
        Session session = jms.session();
        for (String selector : new String[] {"", null}) {
            jms.send(jms.queue(), "a");
            try (MessageConsumer consumer = session.createConsumer(jms.queue(), selector)) {
                assertThat(jms.receiveText(consumer)).isEqualTo("a");
            }
        }
    }

    @Test
    @Requirement({"3.8.1.1-2", "3.8.1.1-3", "3.8.1.1-20", "3.8.1.1-25"})
    void precedenceAndParenthesesDecideTheOrderOfEvaluation() throws Exception {
        numbers()
                .matches("i - 4 - 3 = 3", "i / 5 * 2 = 4", "2 + 3 * i = 32", "(2 + 3) * i = 50", "-i + 20 = i")
                .matches("TRUE OR FALSE AND FALSE", "NOT FALSE AND TRUE", "NOT (FALSE AND TRUE)", "- -i = 10")
                .misses("(TRUE OR FALSE) AND FALSE", "NOT TRUE OR FALSE", "i - (4 - 3) = 3")
                .done();
    }

    @Test
    @Requirement({"3.8.1.1-4", "3.8.1.1-9", "3.8.1.1-18"})
    void keywordsHaveNoCaseAndWhiteSpaceIsFree() throws Exception {
        numbers()
                .matches("i Between 1 aNd 10", "s liKe 'x%'", "s iN ('xyz')", "nothing Is nUll", "nOt fAlse", "tRue")
                .matches("i\t=\n10", "\fi = 10 \r\n", "i=10", "i   BETWEEN\n1\tAND\t10")
                .done();
    }

    @Test
    @Requirement({"3.8.1.1-5", "3.8.1.1-6"})
    void textLiteralsAreUnicodeAndDoubleTheirQuotes() throws Exception {
        new SelectorBench(jms, message -> {
                    message.setStringProperty("q", "it's");
                    message.setStringProperty("u", "\u00e9\u4f60");
                    message.setStringProperty("e", "");
                })
                .matches("q = 'it''s'", "u = '\u00e9\u4f60'", "e = ''", "q <> 'its'")
                .misses("q = 'IT''S'", "u = 'e'", "e = ' '")
                .done();
    }

    @Test
    @Requirement({"3.8.1.1-7", "3.8.1.1-8"})
    void numberLiteralsHaveTheSyntaxOfJava() throws Exception {
        numbers()
                .matches("i = +10", "-i = -10", "l = 9223372036854775807", "m = -9223372036854775808", "i = 0xA")
                .matches("i = 10.", "i = 1E1", "i = 1.0e+1", "d = 2.5", "d = +25E-1", "d = .25e1", "-d = -2.5")
                .misses("l = 9223372036854775806", "d = 2.50001")
                .done();
    }

    @Test
    @Requirement({"3.8.1.1-10", "3.8.1.1-14", "3.8.1.1-12"})
    void identifiersFollowTheRulesOfJava() throws Exception {
        new SelectorBench(jms, message -> {
                    message.setIntProperty("a", 1);
                    message.setIntProperty("_b", 2);
                    message.setIntProperty("$c", 3);
                    message.setIntProperty("d1_$", 4);
                    message.setIntProperty("between1", 6);
                })
                .matches("a = 1", "_b = 2", "$c = 3", "d1_$ = 4", "between1 = 6", "A IS NULL")
                .misses("A = 1", "B = 2", "nothing = 1")
                .done();
    }

    @Test
    @Requirement({"3.8.1.1-13", "3.8.1.1-23", "3.8.1.1-24"})
    void valuesOfUnlikeTypeDoNotCompare() throws Exception {
        new SelectorBench(jms, message -> {
                    message.setStringProperty("orders", "2");
                    message.setBooleanProperty("yes", true);
                    message.setIntProperty("i", 1);
                })
                .matches("orders = '2'", "orders <> '3'", "yes = TRUE", "yes <> FALSE", "yes")
                .misses("orders > 1", "orders = 2", "orders + 1 = 3", "yes = 'true'", "i = '1'", "yes = 1", "NOT yes")
                .done();
    }

    @Test
    @Requirement({"3.8.1.1-21", "3.8.1.1-22"})
    void numbersOfAllTypesAreComparedAndReckonedWith() throws Exception {
        numbers()
                .matches("i = 10", "i <> 11", "i < 11", "i <= 10", "i > 9", "i >= 10", "d > 2", "i < 10.5", "f = d - 1")
                .matches("i + l > 0 OR i + l < 0", "i / 4.0 = 2.5", "i / 5 = 2", "i * d = 25", "i = 10.0")
                .misses("i <> 10", "i < 10", "i > 10", "d = 2")
                .done();
    }

    @Test
    @Requirement("3.8.1.1-26")
    void integerDivisionTruncates() throws Exception {
        numbers().matches("i / 4 = 2", "7 / 2 = 3").misses("i / 4 = 2.5").done();
    }

    @Test
    @Requirement("3.8.1.2-1")
    void nullIsNotEvenEqualToItself() throws Exception {
        numbers().misses("no = no", "no <> no", "NOT (no = no)").done();
    }

    @Test
    @Requirement("3.8.1.1-36")
    void notTakesAWholePredicate() throws Exception {
        numbers()
                .matches("NOT i BETWEEN 1 AND 2", "NOT s IN ('abc')", "NOT s LIKE 'a%'", "NOT i = 11", "NOT i IS NULL")
                .misses("NOT i BETWEEN 1 AND 20", "NOT no IN ('a')", "NOT s LIKE 'x%'")
                .done();
    }

    @Test
    @Requirement("3.8.1.1-10")
    void identifiersOfAnyLetters() throws Exception {
        new SelectorBench(jms, message -> message.setIntProperty("prix\u00e9", 5))
                .matches("prix\u00e9 = 5")
                .done();
    }

    @Test
    @Requirement("3.8.1.1-27")
    void betweenIncludesBothBounds() throws Exception {
        numbers()
                .matches("i BETWEEN 10 AND 12", "i BETWEEN 8 AND 10", "d BETWEEN 2 AND 3", "i NOT BETWEEN 11 AND 12")
                .matches("i + 1 BETWEEN i AND i + 2")
                .misses("i BETWEEN 11 AND 12", "i BETWEEN 12 AND 8", "i NOT BETWEEN 10 AND 12", "no BETWEEN 1 AND 2")
                .misses("no NOT BETWEEN 1 AND 2")
                .done();
    }

    @Test
    @Requirement({"3.8.1.1-28", "3.8.1.1-29"})
    void inFindsATextThatIsListed() throws Exception {
        numbers()
                .matches("s IN ('abc', 'xyz')", "s NOT IN ('abc')", "s IN ('xyz')")
                .misses("s IN ('abc')", "s NOT IN ('xyz', 'abc')", "no IN ('a')", "no NOT IN ('a')")
                .done();
    }

    @Test
    @Requirement({"3.8.1.1-30", "3.8.1.1-31", "3.8.1.1-32", "3.8.1.1-35"})
    void likeMatchesPatternsWhoseWildcardsCanBeEscaped() throws Exception {
        new SelectorBench(jms, message -> {
                    message.setStringProperty("p", "12993");
                    message.setStringProperty("u", "_foo%");
                    message.setStringProperty("r", "a.b*[c]\nd");
                })
                .matches("p LIKE '12%3'", "p LIKE '%'", "p LIKE '12993'", "p LIKE '_____'", "p LIKE '1%9%'")
                .matches("u LIKE '\\_%' ESCAPE '\\'", "u LIKE '%|%' ESCAPE '|'", "p NOT LIKE '1234'")
                .matches("r LIKE 'a.b*[c]%'", "r LIKE '%d'")
                .misses("p LIKE '12'", "p LIKE '____'", "p NOT LIKE '12%3'", "p LIKE '\\_%' ESCAPE '\\'", "p LIKE '.*'")
                .misses("no LIKE '%'", "no NOT LIKE 'x'", "r LIKE 'axb%'")
                .done();
    }

    @Test
    @Requirement({"3.8.1.1-33", "3.8.1.1-16"})
    void isNull() throws Exception {
        numbers()
                .matches("no IS NULL", "i IS NOT NULL", "JMSType IS NULL", "JMSCorrelationID IS NULL")
                .misses("no IS NOT NULL", "i IS NULL", "JMSPriority IS NULL", "JMSType = 'x'", "JMSType <> 'x'")
                .done();
    }

    @Test
    @Requirement({"3.8.1.2-1", "3.8.1.2-2", "3.8.1.2-3", "3.8.1.2-4"})
    void threeValuedLogic() throws Exception {
        numbers()
                .matches("no = 1 OR TRUE", "TRUE OR no = 1", "NOT (no = 1 AND FALSE)", "NOT (FALSE AND no = 1)")
                .misses(
                        "no = 1",
                        "no <> 1",
                        "no > 1",
                        "no + 1 > 0",
                        "NOT (no = 1)",
                        "no = 1 OR FALSE",
                        "no = 1 AND TRUE")
                .misses("NOT (no = 1 AND TRUE)", "NOT (no = 1 OR FALSE)", "NOT (no = 1 OR no = 2)", "NOT no")
                .done();
    }

    @Test
    @Requirement({"3.8.1.1-15", "3.8.1.3-1", "3.8.1.3-2"})
    void headerFieldsCanBeSelectedOn() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.setPriority(7);
        Message message = session.createTextMessage("a");
        message.setJMSType("car");
        message.setJMSCorrelationID("c1");
        for (String selector : new String[] {
            "JMSDeliveryMode = 'NON_PERSISTENT'",
            "JMSPriority = 7",
            "JMSType = 'car'",
            "JMSCorrelationID = 'c1'",
            "JMSTimestamp > 0",
            "JMSMessageID LIKE 'ID:%'"
        }) {
            producer.send(message);
            try (MessageConsumer consumer = session.createConsumer(jms.queue(), selector)) {
                assertThat(consumer.receive(Workbench.PATIENCE.toMillis()))
                        .as(selector)
                        .isNotNull();
            }
        }
        producer.send(message);
        MessageConsumer byId =
                session.createConsumer(jms.queue(), "JMSMessageID = '" + message.getJMSMessageID() + "'");
        assertThat(jms.receive(byId).getJMSMessageID()).isEqualTo(message.getJMSMessageID());
    }

    @Test
    @Requirement("3.5.9-3")
    void aJmsxPropertyMayStandInASelector() throws Exception {
        new SelectorBench(jms, message -> message.setStringProperty("JMSXGroupID", "g"))
                .matches("JMSXGroupID = 'g'", "JMSXAppID IS NULL OR JMSXAppID IS NOT NULL")
                .misses("JMSXGroupID = 'h'", "JMSXGroupSeq = 1")
                .done();
    }

    private SelectorBench numbers() throws Exception {
        return new SelectorBench(jms, message -> {
            message.setIntProperty("i", 10);
            message.setLongProperty("l", Long.MAX_VALUE);
            message.setLongProperty("m", Long.MIN_VALUE);
            message.setFloatProperty("f", 1.5f);
            message.setDoubleProperty("d", 2.5);
            message.setStringProperty("s", "xyz");
        });
    }
}
