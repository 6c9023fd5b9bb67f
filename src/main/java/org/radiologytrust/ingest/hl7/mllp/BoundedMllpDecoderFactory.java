package org.radiologytrust.ingest.hl7.mllp;

import io.netty.channel.ChannelHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.apache.camel.component.netty.DefaultChannelHandlerFactory;
import org.radiologytrust.feature.ConnectionPlaces;
import org.radiologytrust.ingest.hl7.message.Envelope;
import org.radiologytrust.ingest.hl7.message.Refusal;

/**
 * Creates Netty decoders for MLLP frames with limits, for camel-netty. A decoded frame is a byte
 * array with exactly the bytes between the start byte and the end byte.
 *
 * <p>Camel's own decoder has no limit.
 */
public final class BoundedMllpDecoderFactory extends DefaultChannelHandlerFactory {
  /** All connections together may hold this many frames of maximum length. */
  private static final int LONGEST_FRAMES = 3;

  private final MllpLimits limits;
  private final Acknowledgement acknowledgement =
      new Acknowledgement(Clock.systemUTC(), ZoneOffset.UTC);

  /**
   * Sets the limits.
   *
   * @param maxFrame maximum length of a frame in bytes, without MLLP's own three; a longer frame is
   *     answered with AR and its connection is closed; all connections together may hold three
   *     times this amount
   * @param frameTime maximum time from the first byte of a frame to its last
   * @param idle maximum time without a byte, outside frames and answers
   * @param places for the connections
   */
  public BoundedMllpDecoderFactory(
      int maxFrame, Duration frameTime, Duration idle, ConnectionPlaces places) {
    this.limits =
        new MllpLimits(maxFrame, frameTime, idle, places, (long) LONGEST_FRAMES * maxFrame);
  }

  @Override
  public ChannelHandler newChannelHandler() {
    return new MllpDecoder(limits, this::tooLong);
  }

  /** Builds the answer to a frame of which only the beginning was read. */
  private byte[] tooLong(byte[] beginning) {
    String reason =
        "the message is longer than " + limits.maxFrame() + " bytes; send it without documents";
    return acknowledgement.refuse(Envelope.ofBeginning(beginning), Refusal.unreadable(reason));
  }
}
