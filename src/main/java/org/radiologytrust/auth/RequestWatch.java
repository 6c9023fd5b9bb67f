package org.radiologytrust.auth;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.feature.ConnectionPlaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the requests of one connection. A request takes the connection's place into use from its
 * complete header to the last byte of its response. A header that is not complete in time closes
 * the connection; Netty and Vert.x only close connections without any byte.
 */
final class RequestWatch extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RequestWatch.class);

  private final ConnectionPlaces.Place place;
  private final Duration headerTime;
  private @Nullable ScheduledFuture<?> deadline;
  private boolean inRequest;
  private boolean gone;
  private int unanswered;

  private RequestWatch(ConnectionPlaces.Place place, Duration headerTime) {
    this.place = place;
    this.headerTime = headerTime;
  }

  /** Takes a place for a new connection, or closes it; HTTP/2 is not offered. */
  static void addTo(ChannelPipeline pipeline, ConnectionPlaces places, Duration headerTime) {
    ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
    ChannelHandlerContext encoder = pipeline.context(HttpResponseEncoder.class);
    if (decoder == null || encoder == null) {
      return;
    }
    places
        .take(
            ConnectionPlaces.address(pipeline.channel().remoteAddress()),
            () -> pipeline.channel().close())
        .ifPresentOrElse(
            place -> {
              pipeline.channel().closeFuture().addListener(closed -> place.leave());
              RequestWatch watch = new RequestWatch(place, headerTime);
              pipeline.addBefore(decoder.name(), "arrivals", watch.new Arrivals());
              pipeline.addAfter(encoder.name(), "requests", watch);
            },
            pipeline.channel()::close);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    startHeader(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    endHeader();
    super.channelInactive(context);
  }

  private void startHeader(ChannelHandlerContext context) {
    deadline =
        context
            .executor()
            .schedule(() -> late(context), headerTime.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void endHeader() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private void late(ChannelHandlerContext context) {
    LOG.info("HTTP connection closed: a header was not complete within {}", headerTime);
    context.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest && !gone) {
      endHeader();
      inRequest = true;
      unanswered++;
      gone = !place.begin();
      place.known();
    }
    if (gone) {
      // another connection has its place, and this one is about to be closed
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof LastHttpContent) {
      inRequest = false;
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent) {
      context.write(message, promise.unvoid().addListener(written -> answered()));
    } else {
      context.write(message, promise);
    }
  }

  private void answered() {
    if (--unanswered == 0) {
      place.end();
    }
  }

  /** Notices the first bytes of a request, which the decoder keeps until the header is complete. */
  private final class Arrivals extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      if (!inRequest && deadline == null) {
        startHeader(context);
      }
      context.fireChannelRead(bytes);
    }
  }
}
