package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.ClientConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;

/** The façade of a consumer of a topic, with whatever subscription. */
final class JmsTopicSubscriber extends JmsConsumer implements TopicSubscriber {

    JmsTopicSubscriber(ClientConsumer consumer, Topic topic) {
        super(consumer, topic);
    }

    @Override
    public Topic getTopic() throws JMSException {
        return (Topic) destination("getTopic");
    }

    @Override
    public boolean getNoLocal() throws JMSException {
        core().requireOpen("getNoLocal");
        return core().intent().noLocal();
    }
}
