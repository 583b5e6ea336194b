package io.anyqueue.amqp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import org.apache.qpid.protonj2.client.SslOptions;
import org.apache.qpid.protonj2.client.TransportOptions;
import org.apache.qpid.protonj2.client.transport.netty4.WebSocketTransport;

/**
 * A WebSocket transport that also releases what is no data and its parent keeps: responses, pongs, and the frames that end the
 * connection, for which it says why.
 */
final class ReleasingWebSocketTransport extends WebSocketTransport {

    ReleasingWebSocketTransport(Bootstrap bootstrap, TransportOptions options, SslOptions tls) {
        super(bootstrap, options, tls);
    }

    @Override
    protected void addAdditionalHandlers(ChannelPipeline pipeline) {
        super.addAdditionalHandlers(pipeline);
        Endpoint.leaveTlsItsTime(pipeline);
        pipeline.addLast("anyqueue-no-data", new NoData());
    }

    /** Sits before the handler that reads what comes. */
    private final class NoData extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof CloseWebSocketFrame close) {
                String reason =
                        close.statusCode() < 0 ? "" : " (" + close.statusCode() + ' ' + close.reasonText() + ')';
                end(context, close, "the peer closed the WebSocket" + reason);
            } else if (message instanceof TextWebSocketFrame text) {
                end(context, text, "the peer sent text over the WebSocket, and AMQP goes in binary frames");
            } else if (message instanceof FullHttpResponse response) {
                try {
                    context.fireChannelRead(response);
                } finally {
                    response.release();
                }
            } else if (message instanceof PongWebSocketFrame pong) {
                pong.release();
            } else {
                context.fireChannelRead(message);
            }
        }

        private void end(ChannelHandlerContext context, WebSocketFrame frame, String reason) {
            frame.release();
            handleTransportFailure(context.channel(), new IOException(reason));
        }
    }
}
