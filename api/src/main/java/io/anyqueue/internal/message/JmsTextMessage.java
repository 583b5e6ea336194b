package io.anyqueue.internal.message;

import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import org.jspecify.annotations.Nullable;

/** A text, kept in the builder as it is sent, since Strings never change (section 3.11). Not thread safe. */
final class JmsTextMessage extends JmsMessage implements TextMessage {

    JmsTextMessage(MessageData.Builder header) {
        super(header);
    }

    @Override
    public void setText(@Nullable String text) throws JMSException {
        requireWriteableBody("setText");
        header().body(text == null ? Body.Text.NULL : new Body.Text(text));
    }

    @Override
    public @Nullable String getText() {
        return ((Body.Text) header().body()).text();
    }

    @Override
    void clearContent() {
        header().body(Body.Text.NULL);
    }

    @Override
    public <T> @Nullable T getBody(Class<T> type) throws JMSException {
        if (!isBodyAssignableTo(type)) {
            throw MessageErrors.notAssignable("the text of a TextMessage", type, "String or a type that it has");
        }
        String text = getText();
        return text == null ? null : type.cast(text);
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // as the interface has it
    public boolean isBodyAssignableTo(Class type) {
        return getText() == null || type.isAssignableFrom(String.class);
    }

    @Override
    String typeName() {
        return "TextMessage";
    }
}
