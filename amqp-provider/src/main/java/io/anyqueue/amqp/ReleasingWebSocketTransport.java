package io.anyqueue.amqp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.ReferenceCounted;
import org.apache.qpid.protonj2.client.SslOptions;
import org.apache.qpid.protonj2.client.TransportOptions;
import org.apache.qpid.protonj2.client.transport.netty4.WebSocketTransport;

/** A WebSocket transport that also releases the buffer of the response to its upgrade, which its parent keeps. */
final class ReleasingWebSocketTransport extends WebSocketTransport {

    ReleasingWebSocketTransport(Bootstrap bootstrap, TransportOptions options, SslOptions tls) {
        super(bootstrap, options, tls);
    }

    @Override
    protected void addAdditionalHandlers(ChannelPipeline pipeline) {
        super.addAdditionalHandlers(pipeline);
        pipeline.addLast("anyqueue-upgrade", new UpgradeRelease());
    }

    /** Sits before the handler that reads the response, the first message to pass; goes when that has read it. */
    private static final class UpgradeRelease extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ReferenceCounted response) {
                context.pipeline().remove(this);
                try {
                    context.fireChannelRead(message);
                } finally {
                    response.release();
                }
            } else {
                context.fireChannelRead(message);
            }
        }
    }
}
