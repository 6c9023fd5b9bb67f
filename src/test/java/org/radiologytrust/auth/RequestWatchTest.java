package org.radiologytrust.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.feature.ConnectionPlaces;

@Tag("safety")
class RequestWatchTest {
  private static final int HEADER_SECONDS = 15;
  private static final String GET = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String POST = "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n";

  private final ConnectionPlaces places = new ConnectionPlaces("http", 1, 1);
  private final EmbeddedChannel channel = connect();

  private EmbeddedChannel connect() {
    EmbeddedChannel connected =
        new EmbeddedChannel(new HttpRequestDecoder(), new HttpResponseEncoder());
    connected.freezeTime();
    RequestWatch.addTo(connected.pipeline(), places, Duration.ofSeconds(HEADER_SECONDS));
    return connected;
  }

  @AfterEach
  void release() {
    channel.finishAndReleaseAll();
  }

  private void receive(String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
  }

  private boolean isOpenAfter(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    return channel.isOpen();
  }

  private int requests() {
    int requests = 0;
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      requests += next instanceof HttpRequest ? 1 : 0;
      ReferenceCountUtil.release(next);
    }
    return requests;
  }

  private void answer() {
    channel.writeOutbound(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
  }

  @Test
  void aConnectionWithoutARequestIsClosed() {
    assertTrue(isOpenAfter(HEADER_SECONDS - 1));
    assertFalse(isOpenAfter(1));
  }

  @Test
  void everyByteOfAHeaderCountsNothing() {
    for (int i = 1; i < HEADER_SECONDS; i++) {
      receive("x");
      assertTrue(isOpenAfter(1));
    }
    receive("x");
    assertFalse(isOpenAfter(1));
  }

  @Test
  void theTimeOfAHeaderEndsWithTheHeader() {
    receive(POST);
    assertTrue(isOpenAfter(100), "bodies and answers have times of their own");
    receive("bo");
    assertTrue(isOpenAfter(100));
    receive("dy");
    answer();
    assertTrue(isOpenAfter(100), "between two requests there is no header");
    assertEquals(1, requests());
  }

  @Test
  void theNextHeaderHasItsOwnTime() {
    receive(GET);
    answer();
    assertTrue(isOpenAfter(100));
    receive(GET.substring(0, 5));
    assertTrue(isOpenAfter(HEADER_SECONDS - 1));
    receive(GET.substring(5));
    answer();
    assertTrue(isOpenAfter(100));
    receive(GET.substring(0, 5));
    assertFalse(isOpenAfter(HEADER_SECONDS));
    assertEquals(2, requests());
  }

  @Test
  void itsPlaceIsInUseUntilTheLastByteOfTheResponse() {
    receive(GET + GET);
    assertFalse(connect().isOpen());
    HttpResponse parts = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    parts.headers().set(HttpHeaderNames.CONTENT_LENGTH, 4);
    channel.writeOutbound(parts);
    channel.writeOutbound(
        new DefaultHttpContent(Unpooled.copiedBuffer("body", StandardCharsets.US_ASCII)));
    channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
    assertFalse(connect().isOpen(), "the second request has no answer yet");
    answer();
    assertTrue(connect().isOpen());
    assertFalse(channel.isOpen());
  }

  @Test
  void aClosedConnectionGivesItsPlaceBack() {
    receive(GET);
    channel.close();
    assertTrue(connect().isOpen());
  }
}
