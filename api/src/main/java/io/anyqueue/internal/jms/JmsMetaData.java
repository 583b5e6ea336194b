package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.ClientConnection;
import io.anyqueue.spi.MessagingProvider;
import jakarta.jms.ConnectionMetaData;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a connection tells of itself (section 6.1.6). Immutable. */
final class JmsMetaData implements ConnectionMetaData {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    private final MessagingProvider provider;
    private final String peer;

    JmsMetaData(ClientConnection connection) {
        this.provider = connection.configuration().provider();
        this.peer = connection.peer();
    }

    @Override
    public String getJMSVersion() {
        return "3.1";
    }

    @Override
    public int getJMSMajorVersion() {
        return 3;
    }

    @Override
    public int getJMSMinorVersion() {
        return 1;
    }

    @Override
    public String getJMSProviderName() {
        return "AnyQueue " + provider.name();
    }

    @Override
    public String getProviderVersion() {
        return provider.version();
    }

    @Override
    public int getProviderMajorVersion() {
        return versionPart(1);
    }

    @Override
    public int getProviderMinorVersion() {
        return versionPart(2);
    }

    private int versionPart(int group) {
        Matcher matcher = VERSION.matcher(provider.version());
        return matcher.matches() ? Integer.parseInt(matcher.group(group)) : 0;
    }

    @Override
    public Enumeration<String> getJMSXPropertyNames() {
        return Collections.enumeration(List.of("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount"));
    }

    @Override
    public String toString() {
        return getJMSProviderName() + ' ' + provider.version() + ", Jakarta Messaging 3.1, connected to " + peer;
    }
}
