package org.radiologytrust.ingest.hl7.mllp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.feature.ConnectionPlaces;
import org.radiologytrust.ingest.hl7.Hl7Samples;

@Tag("safety")
class MllpDecoderTest {
  private static final String MESSAGE = Hl7Samples.withText("TX", "Zoë is clear.");

  private static final Duration LONG = Duration.ofMinutes(5);

  private final BoundedMllpDecoderFactory factory = factory(LONG, LONG, 2);
  private EmbeddedChannel channel = new EmbeddedChannel(factory.newChannelHandler());

  private static BoundedMllpDecoderFactory factory(
      Duration frameTime, Duration idle, int connections) {
    return new BoundedMllpDecoderFactory(
        100_000, frameTime, idle, new ConnectionPlaces("mllp", connections, connections));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String framed(String message) {
    return "\u000b" + message + "\u001c\r";
  }

  private void feed(String text) {
    channel.writeInbound(Unpooled.wrappedBuffer(bytes(text)));
  }

  private List<String> frames() {
    List<String> frames = new ArrayList<>();
    for (Object frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
      frames.add(new String((byte[]) frame, StandardCharsets.UTF_8));
    }
    return frames;
  }

  @Test
  void splitAtEveryByte() {
    byte[] stream = bytes(framed(MESSAGE) + framed("second") + "\u000bthird\u001c");
    for (int cut = 0; cut <= stream.length; cut++) {
      channel.writeInbound(Unpooled.copiedBuffer(stream, 0, cut));
      channel.writeInbound(Unpooled.copiedBuffer(stream, cut, stream.length - cut));
      assertEquals(List.of(MESSAGE, "second", "third"), frames(), "cut at " + cut);
    }
  }

  /** Half of a character of UTF-16 may be FS. */
  @Test
  void utf16SplitAtEveryByte() {
    for (Charset charset : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
      byte[] message = Hl7Samples.withText("TX", "“Clear” \u011c").getBytes(charset);
      ByteBuf stream = Unpooled.buffer();
      stream.writeByte(0x0b).writeBytes(message).writeByte(0x1c).writeByte('\r');
      stream.writeBytes(bytes(framed("second")));
      for (int cut = 0; cut <= stream.readableBytes(); cut++) {
        channel.writeInbound(stream.copy(0, cut));
        channel.writeInbound(stream.copy(cut, stream.readableBytes() - cut));
        assertArrayEquals(message, channel.readInbound(), "cut at " + cut);
        assertEquals(List.of("second"), frames());
      }
    }
  }

  @Test
  void byteByByte() {
    for (byte next : bytes(framed(MESSAGE) + framed("second"))) {
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {next}));
    }
    assertEquals(List.of(MESSAGE, "second"), frames());
  }

  @Test
  void bytesComeOutAsTheyWere() {
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) (i == 0x1c ? 0 : i);
    }
    ByteBuf stream = Unpooled.buffer().writeByte(0x0b).writeBytes(all).writeByte(0x1c);
    channel.writeInbound(stream);
    assertArrayEquals(all, channel.readInbound());
  }

  @Test
  void junkBetweenFramesIsSkipped() {
    feed("\r\njunk" + framed("one") + "\n\r\u001c\u001c more junk" + framed("two"));
    assertEquals(List.of("one", "two"), frames());
  }

  @Test
  void muchJunkClosesTheConnection() {
    feed("x".repeat(64 * 1024));
    assertTrue(channel.isOpen());
    feed("x" + framed("one"));
    assertFalse(channel.isOpen());
    assertEquals(List.of(), frames());
  }

  @Test
  void anInterruptedFrameIsDropped() {
    feed("\u000b" + MESSAGE.substring(0, 60) + framed(MESSAGE));
    assertEquals(List.of(MESSAGE), frames());
  }

  @Test
  void aVerticalTabInTheTextIsText() {
    feed(framed("MSH|a\u000bb"));
    assertEquals(List.of("MSH|a\u000bb"), frames());
  }

  @Test
  void halfAFrameIsNoMessage() {
    feed("\u000b" + MESSAGE);
    channel.finish();
    assertEquals(List.of(), frames());
  }

  @Test
  void aFrameAtTheLimitPasses() {
    feed(framed("x".repeat(100_000)));
    assertEquals(1, frames().size());
    assertTrue(channel.isOpen());
  }

  @Test
  void aFrameOverTheLimitIsRejectedAndItsConnectionClosed() {
    feed("\u000b" + MESSAGE.substring(0, MESSAGE.length() - 1) + "x".repeat(60_000));
    assertNull(channel.readOutbound());
    feed("x".repeat(60_000));
    ByteBuf answer = channel.readOutbound();
    String ack = answer.toString(StandardCharsets.UTF_8);
    answer.release();
    assertTrue(ack.startsWith("\u000bMSH|^~\\&|RTL|AUDIT|RIS|RADIOLOGY|"), ack);
    assertTrue(ack.contains("\rMSA|AR|1|the message is longer than 100000 bytes"), ack);
    assertTrue(ack.contains("\rERR||MSH^1|207^Application internal error^HL70357|E"), ack);
    assertTrue(ack.endsWith("\r\u001c\r"), ack);
    assertFalse(channel.isOpen());
    assertEquals(List.of(), frames());
  }

  @Test
  void aFrameOverTheLimitWithoutAHeaderIsRejectedToo() {
    feed("\u000b" + "x".repeat(100_001));
    ByteBuf answer = channel.readOutbound();
    assertTrue(answer.toString(StandardCharsets.UTF_8).contains("\rMSA|AR||"));
    answer.release();
    assertFalse(channel.isOpen());
  }

  private static EmbeddedChannel withFrameTime(Duration time) {
    return new EmbeddedChannel(factory(time, LONG, 2).newChannelHandler());
  }

  @Test
  void aSlowFrameClosesItsConnection() throws InterruptedException {
    channel = withFrameTime(Duration.ofMillis(50));
    feed("\u000bMSH|");
    Thread.sleep(80);
    channel.runScheduledPendingTasks();
    assertFalse(channel.isOpen());
  }

  @Test
  void theTimeOfAFrameEndsWithTheFrame() throws InterruptedException {
    channel = withFrameTime(Duration.ofMillis(50));
    feed(framed("one"));
    Thread.sleep(80);
    channel.runScheduledPendingTasks();
    assertTrue(channel.isOpen());
  }

  private void waitLongerThanIdle() throws InterruptedException {
    Thread.sleep(80);
    channel.runScheduledPendingTasks();
  }

  @Test
  void anIdleConnectionIsClosedUnlessItWaitsForItsAnswer() throws InterruptedException {
    channel = new EmbeddedChannel(factory(LONG, Duration.ofMillis(50), 2).newChannelHandler());
    feed(framed("one"));
    waitLongerThanIdle();
    assertTrue(channel.isOpen(), "it waits for its answer");
    acknowledge(channel);
    waitLongerThanIdle();
    assertFalse(channel.isOpen());
  }

  @Test
  void aConnectionWhoseAnswerIsNotSentYetIsNotIdle() throws InterruptedException {
    channel = new EmbeddedChannel(factory(LONG, Duration.ofMillis(50), 2).newChannelHandler());
    feed(framed("one"));
    channel.write(Unpooled.wrappedBuffer(bytes("ack")));
    waitLongerThanIdle();
    assertTrue(channel.isOpen(), "its answer would be lost");
    channel.flush();
    waitLongerThanIdle();
    assertFalse(channel.isOpen());
  }

  @Test
  void nothingIsReadWhileAFrameIsAnswered() {
    feed(framed("one") + framed("two"));
    assertFalse(channel.config().isAutoRead());
    channel.writeOutbound(Unpooled.wrappedBuffer(bytes("ack 1")));
    assertFalse(channel.config().isAutoRead());
    channel.writeOutbound(Unpooled.wrappedBuffer(bytes("ack 2")));
    assertTrue(channel.config().isAutoRead());
  }

  private EmbeddedChannel connected() {
    return new EmbeddedChannel(factory.newChannelHandler());
  }

  private static boolean isOpen(EmbeddedChannel channel) {
    channel.runPendingTasks();
    return channel.isOpen();
  }

  private static void send(EmbeddedChannel channel, String text) {
    channel.writeInbound(Unpooled.wrappedBuffer(bytes(text)));
  }

  private static void acknowledge(EmbeddedChannel channel) {
    channel.writeOutbound(Unpooled.wrappedBuffer(bytes("ack")));
  }

  @Test
  void aNewConnectionDisplacesTheOneThatHasBeenIdleForTheLongest() {
    EmbeddedChannel second = connected();
    feed(framed(MESSAGE));
    send(second, framed(MESSAGE));
    acknowledge(second);
    acknowledge(channel);
    EmbeddedChannel third = connected();
    assertFalse(isOpen(second), "the first one was used later");
    assertTrue(isOpen(channel));
    assertTrue(isOpen(third));
  }

  @Test
  void aConnectionInTheMiddleOfAMessageIsNeverDisplaced() {
    EmbeddedChannel second = connected();
    feed(framed(MESSAGE));
    send(second, framed(MESSAGE));
    assertFalse(isOpen(connected()), "both wait for their answers");
    acknowledge(channel);
    feed("\u000bMSH|");
    assertFalse(isOpen(connected()), "one sends its next message, one waits for its answer");
    assertTrue(isOpen(channel));
    assertTrue(isOpen(second));
    feed("\u001c");
    acknowledge(channel);
    assertTrue(isOpen(connected()));
    assertFalse(isOpen(channel), "it had nothing to do");
    assertTrue(isOpen(second));
  }

  /** Its sender gets no answer, and sends the message again. */
  @Test
  void aMessageThatBeginsAfterItsConnectionWasDisplacedIsNotTaken() {
    EmbeddedChannel second = connected();
    send(second, framed(MESSAGE));
    EmbeddedChannel third = connected();
    // the decision was made; the connection's own thread does not know it yet
    feed(framed(MESSAGE));
    assertEquals(List.of(), frames());
    assertFalse(isOpen(channel));
    assertTrue(isOpen(third));
  }

  @Test
  void aNewConnectionDisplacesTheOldestThatNeverSentAMessage() {
    EmbeddedChannel second = connected();
    EmbeddedChannel third = connected();
    assertFalse(isOpen(channel), "the oldest gave way");
    assertTrue(isOpen(second));
    send(second, framed(MESSAGE));
    EmbeddedChannel fourth = connected();
    assertTrue(isOpen(second), "it sent a message");
    assertFalse(isOpen(third));
    send(fourth, framed("no HL7"));
    send(fourth, "junk");
    EmbeddedChannel fifth = connected();
    assertFalse(isOpen(fourth), "junk in a frame is no message");
    assertTrue(isOpen(fifth));
  }

  @Test
  void longFramesOfAllConnectionsAreBounded() {
    BoundedMllpDecoderFactory shared = factory(LONG, LONG, 9);
    List<EmbeddedChannel> channels = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      channels.add(new EmbeddedChannel(shared.newChannelHandler()));
    }
    for (EmbeddedChannel each : channels) {
      each.writeInbound(Unpooled.wrappedBuffer(bytes("\u000b" + "x".repeat(90_000))));
    }
    assertTrue(channels.get(2).isOpen());
    assertFalse(channels.get(3).isOpen());
    channels.get(0).writeInbound(Unpooled.wrappedBuffer(bytes("\u001c")));
    channels.get(0).writeOutbound(Unpooled.wrappedBuffer(bytes("ack")));
    EmbeddedChannel next = new EmbeddedChannel(shared.newChannelHandler());
    next.writeInbound(Unpooled.wrappedBuffer(bytes("\u000b" + "x".repeat(90_000))));
    assertTrue(next.isOpen());
  }
}
