package org.radiologytrust.tls;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLException;

/**
 * Stands behind Netty's SslHandler and tells of handshakes that failed. What follows such a failure
 * goes no further: Camel would log the exception, with what the client sent. Without TLS it does
 * nothing.
 */
@Sharable
public final class HandshakeWatch extends ChannelInboundHandlerAdapter {
  private final Refusals refusals;

  public HandshakeWatch(Refusals refusals) {
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
