package org.radiologytrust.ingest.hl7;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.channel.ChannelHandler;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.component.netty.DefaultChannelHandlerFactory;

/**
 * Netty decoder of MLLP frames with limits, for camel-netty. Frames come out as byte arrays, byte
 * for byte what was between the start byte and the end byte.
 *
 * <p>Camel's own decoder has no limit and cannot be given one.
 */
public final class BoundedMllpDecoderFactory extends DefaultChannelHandlerFactory
    implements MeterBinder {
  /** 16 MiB: PDFs ride in OBX. */
  public static final int DEFAULT_MAX_FRAME = 16 * 1024 * 1024;

  /** How long a frame may take from its first byte to its last. */
  public static final Duration DEFAULT_FRAME_TIME = Duration.ofSeconds(60);

  /** Connections at the same time. */
  public static final int DEFAULT_MAX_CONNECTIONS = 100;

  /** How many longest frames may be held at the same time. */
  private static final int LONGEST_FRAMES = 3;

  private final MllpLimits limits;
  private final Acknowledgement acknowledgement =
      new Acknowledgement(Clock.systemUTC(), ZoneOffset.UTC);

  public BoundedMllpDecoderFactory() {
    this(DEFAULT_MAX_FRAME, DEFAULT_FRAME_TIME, DEFAULT_MAX_CONNECTIONS);
  }

  /**
   * @param maxFrame longest frame in bytes, without MLLP's own three; a longer one is answered with
   *     AR and its connection closed; three times as much is held for all connections together
   * @param frameTime how long a frame may take from its first byte to its last
   * @param maxConnections with more, the oldest that never sent a message is closed; the new one
   *     where each has sent one
   */
  public BoundedMllpDecoderFactory(int maxFrame, Duration frameTime, int maxConnections) {
    this.limits =
        new MllpLimits(maxFrame, frameTime, maxConnections, (long) LONGEST_FRAMES * maxFrame);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionCounter.builder("rtl.mllp.displaced", limits.displaced(), AtomicLong::get)
        .description("MLLP connections that never sent a message and were closed for another")
        .register(registry);
  }

  @Override
  public ChannelHandler newChannelHandler() {
    return new MllpDecoder(limits, this::tooLong);
  }

  /** The answer to a frame of which only the beginning was read. */
  private byte[] tooLong(byte[] beginning) {
    Envelope envelope = Envelope.NONE;
    int start = Envelope.start(beginning);
    if (start >= 0) {
      String text =
          new String(beginning, start, beginning.length - start, StandardCharsets.ISO_8859_1);
      String msh = text.split("[\r\n]", 2)[0];
      try {
        envelope = Envelope.of(new Segment(msh, Encoding.of(msh, StandardCharsets.ISO_8859_1)));
      } catch (RefusedException e) {
        envelope = Envelope.NONE;
      }
    }
    String reason =
        "the message is longer than " + limits.maxFrame() + " bytes; send documents elsewhere";
    return acknowledgement.refuse(envelope, Refusal.unreadable(reason));
  }
}
