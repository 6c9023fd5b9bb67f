package org.radiologytrust.ingest.hl7;

import java.util.Objects;
import org.apache.camel.component.hl7.HL7MLLPNettyEncoderFactory;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.journal.Inbox;
import org.radiologytrust.journal.SentAnswer;
import org.radiologytrust.model.SiteFiles;

/** Receives HL7 v2 messages by MLLP. */
public final class Hl7Feature implements Feature {
  private final Hl7Settings settings;
  private final Hl7Reports reports;
  private final Senders senders;
  private final BoundedMllpDecoderFactory decoder;
  private @Nullable Hl7Inbox inbox;

  public Hl7Feature(Hl7Settings settings, SiteFiles files) {
    this.settings = settings;
    this.reports = settings.reports(files);
    this.senders = new Senders(settings.strangerBytes(), settings.strangerMessages());
    this.decoder =
        new BoundedMllpDecoderFactory(
            settings.maxFrame(), settings.frameTime(), settings.maxConnections());
  }

  @Override
  public void bind(Host host) {
    inbox =
        new Hl7Inbox(
            host.journal().inbox(),
            reports,
            host.journal().clock().wall(),
            settings.site().zone(),
            senders);
    decoder.bindTo(host.meters());
    senders.bindTo(host.meters());
    host.bind("mllpDecoder", decoder);
    host.bind("mllpEncoder", new HL7MLLPNettyEncoderFactory());
    host.bind("hl7Inbox", inbox);
  }

  /** See {@link Hl7Inbox#store}. */
  public Inbox.Receipt store(byte[] message, String place) {
    return bound().store(message, place);
  }

  /** See {@link Hl7Inbox#incoming}. */
  public Inbox.Incoming incoming(byte[] message) {
    return bound().incoming(message);
  }

  /**
   * Reads a stored answer.
   *
   * @throws IllegalArgumentException if it is none of ours
   */
  public SentAnswer answer(byte[] reply) {
    return AnswerReader.read(reply);
  }

  private Hl7Inbox bound() {
    return Objects.requireNonNull(inbox, "bind was not called");
  }
}
