package org.radiologytrust.auth;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses requests with an ambiguous end (RFC 9112, section 6): a proxy might see the end
 * elsewhere, and a second request could hide in the first. Netty's decoder accepts some of them.
 * The response is 400, the connection is closed, and further bytes are not read.
 */
final class RequestFraming extends ChannelInboundHandlerAdapter {
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

  private boolean refused;

  private RequestFraming() {}

  /** Adds the check directly behind the decoder; HTTP/2 has no such decoder and needs no check. */
  static void addTo(ChannelPipeline pipeline) {
    ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
    if (decoder != null) {
      pipeline.addAfter(decoder.name(), "framing", new RequestFraming());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refused) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest request) {
      doubt(request.headers())
          .ifPresent(
              why -> {
                refused = true;
                request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(why)));
              });
    }
    context.fireChannelRead(message);
  }

  private static Optional<String> doubt(HttpHeaders headers) {
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    if (codings.size() + lengths.size() > 1) {
      return Optional.of("more than one header says where the body ends");
    }
    if (!codings.isEmpty() && !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0))) {
      return Optional.of("Transfer-Encoding is not chunked");
    }
    if (!lengths.isEmpty() && !LENGTH.matcher(lengths.get(0)).matches()) {
      return Optional.of("Content-Length is not a number of bytes");
    }
    if (headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)) {
      return Optional.of("an obsolete WebSocket handshake has a body that no header announces");
    }
    return Optional.empty();
  }
}
