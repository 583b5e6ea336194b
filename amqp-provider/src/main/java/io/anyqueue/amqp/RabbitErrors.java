package io.anyqueue.amqp;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;

/** The one table from management responses to exceptions. The error code of each is {@code RABBITMQ-} and the status. */
final class RabbitErrors {

    private RabbitErrors() {}

    static JMSException of(String operation, String peer, ManagementResponse response) {
        String code = "RABBITMQ-" + response.status();
        String text = "Cannot " + operation + ": " + peer + " refused it (" + response.status() + ": " + response.text()
                + ")";
        if (response.isLocked()) {
            return new IllegalStateException(text + "; another connection holds it", code);
        }
        boolean reserved = response.text().contains("reserved prefix");
        return switch (response.status()) {
            case ManagementResponse.NOT_FOUND -> new InvalidDestinationException(text, code);
            case 403 ->
                reserved
                        ? new InvalidDestinationException(text + "; choose a name that does not begin with amq.", code)
                        : new JMSSecurityException(text, code);
            case ManagementResponse.CONFLICT ->
                new JMSException(
                        text
                                + (response.text().contains("inequivalent")
                                        ? "; it exists with other properties: delete it, or set the options to match"
                                        : "; correct rabbitmq.queueType or rabbitmq.queueArguments"),
                        code);
            default -> new JMSException(text, code);
        };
    }
}
