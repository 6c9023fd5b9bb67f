package org.radiologytrust.ingest.hl7;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.channel.ChannelHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.component.netty.DefaultChannelHandlerFactory;

/**
 * Creates Netty decoders for MLLP frames with limits, for camel-netty. A decoded frame is a byte
 * array with exactly the bytes between the start byte and the end byte.
 *
 * <p>Camel's own decoder has no limit.
 */
public final class BoundedMllpDecoderFactory extends DefaultChannelHandlerFactory
    implements MeterBinder {
  /** 16 MiB, because OBX may contain PDFs. */
  public static final int DEFAULT_MAX_FRAME = 16 * 1024 * 1024;

  /** Maximum time from the first byte of a frame to its last. */
  public static final Duration DEFAULT_FRAME_TIME = Duration.ofSeconds(60);

  /** Maximum number of connections at the same time. */
  public static final int DEFAULT_MAX_CONNECTIONS = 100;

  /** All connections together may hold this many frames of maximum length. */
  private static final int LONGEST_FRAMES = 3;

  private final MllpLimits limits;
  private final Acknowledgement acknowledgement =
      new Acknowledgement(Clock.systemUTC(), ZoneOffset.UTC);

  public BoundedMllpDecoderFactory() {
    this(DEFAULT_MAX_FRAME, DEFAULT_FRAME_TIME, DEFAULT_MAX_CONNECTIONS);
  }

  /**
   * Sets the limits.
   *
   * @param maxFrame maximum length of a frame in bytes, without MLLP's own three; a longer frame is
   *     answered with AR and its connection is closed; all connections together may hold three
   *     times this amount
   * @param frameTime maximum time from the first byte of a frame to its last
   * @param maxConnections above this number, the oldest connection that never sent a message is
   *     closed; if every connection has sent one, the new connection is closed
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

  /** Builds the answer to a frame of which only the beginning was read. */
  private byte[] tooLong(byte[] beginning) {
    String reason =
        "the message is longer than " + limits.maxFrame() + " bytes; send it without documents";
    return acknowledgement.refuse(Hl7Reports.envelope(beginning), Refusal.unreadable(reason));
  }
}
