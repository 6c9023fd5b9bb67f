package org.radiologytrust.tls;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLException;

/**
 * Counts failed TLS handshakes; must stand behind Netty's SslHandler. It stops the exceptions that
 * follow a failure, because Camel would log them with the bytes that the client sent. Without TLS
 * it does nothing.
 */
@Sharable
public final class HandshakeListener extends ChannelInboundHandlerAdapter {
  private final RefusedHandshakes refusals;

  public HandshakeListener(RefusedHandshakes refusals) {
    this.refusals = refusals;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
      refusals.failed(handshake.cause());
      context.close();
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof DecoderException && cause.getCause() instanceof SSLException) {
      context.close();
    } else {
      context.fireExceptionCaught(cause);
    }
  }
}
