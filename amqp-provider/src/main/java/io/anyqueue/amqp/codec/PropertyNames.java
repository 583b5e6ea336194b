package io.anyqueue.amqp.codec;

/** Properties of Jakarta Messaging that do not travel as application properties. */
final class PropertyNames {
    static final String GROUP_ID = "JMSXGroupID";
    static final String GROUP_SEQUENCE = "JMSXGroupSeq";
    static final String USER_ID = "JMSXUserID";
    static final String DELIVERY_COUNT = "JMSXDeliveryCount";
    static final String REPLY_TO_GROUP_ID = "JMS_AMQP_REPLY_TO_GROUP_ID";

    static final String STREAM_OFFSET = MessageMapping.STREAM_OFFSET;

    private PropertyNames() {}

    static boolean isField(String name) {
        return name.startsWith("JMS")
                && (name.equals(GROUP_ID)
                        || name.equals(GROUP_SEQUENCE)
                        || name.equals(USER_ID)
                        || name.equals(DELIVERY_COUNT)
                        || name.equals(REPLY_TO_GROUP_ID)
                        || name.equals(STREAM_OFFSET));
    }
}
