package org.radiologytrust.ingest.hl7;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.component.hl7.HL7MLLPNettyEncoderFactory;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.feature.ConnectionPlaces;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.Explanation;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.ingest.hl7.mapping.SiteMappings;
import org.radiologytrust.ingest.hl7.mllp.AnswerReader;
import org.radiologytrust.ingest.hl7.mllp.BoundedMllpDecoderFactory;
import org.radiologytrust.ingest.hl7.mllp.MllpThreads;
import org.radiologytrust.ingest.hl7.mllp.Senders;
import org.radiologytrust.ingest.hl7.out.OruFeature;
import org.radiologytrust.ingest.hl7.out.OruSettings;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.SentAnswer;

/** Receives HL7 v2 messages by MLLP. */
public final class Hl7Feature implements Feature {
  private static final String MAPPINGS = "site-mappings";
  private static final String FILTER = "radiology-filter";

  private final Hl7Settings settings;
  private final boolean mapped;
  private final Hl7Reports reports;
  private final Senders senders;
  private final ConnectionPlaces places;
  private @Nullable Hl7Inbox inbox;

  public Hl7Feature(Hl7Settings settings, SiteFiles files, Documents documents) {
    this.settings = settings;
    this.mapped = files.hasFolder();
    this.reports = settings.reports(files, documents);
    this.senders = new Senders(settings.strangerBytes(), settings.strangerMessages());
    this.places =
        new ConnectionPlaces("mllp", settings.maxConnections(), settings.addressConnections());
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "rtl.hl7.mappings.enabled",
        "" + mapped,
        "rtl.hl7.mappings.poll",
        "" + settings.mappingsPoll().toMillis());
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(
        SelfCheck.health(MAPPINGS, this::mappings),
        SelfCheck.doctor(MAPPINGS, () -> List.of(mappings())),
        SelfCheck.doctor(FILTER, () -> List.of(filter())));
  }

  /** A file that is not valid only warns: messages are read by the mappings as they were before. */
  private SelfCheckResult mappings() {
    SiteMappings mappings = reports.mappings();
    return mappings
        .problem()
        .map(p -> new SelfCheckResult(MAPPINGS, SelfCheckResult.State.WARNING, p))
        .orElseGet(() -> SelfCheckResult.ok(MAPPINGS, mappings.current().toString()));
  }

  /** Without a filter, results of other departments that send no OBR-24 are audited too. */
  private SelfCheckResult filter() {
    List<String> without = reports.mappings().current().withoutFilter();
    return without.isEmpty()
        ? SelfCheckResult.ok(FILTER, "only the orders that \"radiology\" lists are read")
        : new SelfCheckResult(
            FILTER,
            SelfCheckResult.State.WARNING,
            String.join(", ", without)
                + ": \"radiology\" has no \"only\", so a result without OBR-24 counts as radiology,"
                + " also one of the laboratory: docs/install.md, First day");
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
    places.bindTo(host.meters());
    senders.bindTo(host.meters());
    inbox.own().bindTo(host.meters());
    MllpThreads.bindTo(host.camel(), settings.maxConnections());
    host.bind(
        "mllpDecoder",
        new BoundedMllpDecoderFactory(
            settings.maxFrame(), settings.frameTime(), settings.idle(), places));
    host.bind("mllpEncoder", new HL7MLLPNettyEncoderFactory());
    host.bind("hl7Inbox", inbox);
    host.bind("siteMappings", reports.mappings());
  }

  /** Sends audits as HL7 messages, with the patient as the report's message named it. */
  public Feature sending(Optional<OruSettings> out, SiteFiles files) {
    return OruFeature.of(out, files, reports.charsets(), reports::message);
  }

  /** Reads a report that is still open, and stores nothing. */
  public Inbox.Disposition draft(byte[] message) {
    return reports.disposition(message);
  }

  /** See {@link Hl7Inbox#store}. */
  public Inbox.Receipt store(byte[] message, String place) {
    return bound().store(message, place);
  }

  /** See {@link Hl7Inbox#incoming}. */
  public Inbox.Incoming incoming(byte[] message) {
    return bound().incoming(message);
  }

  /** See {@link Hl7Inbox#explain}. */
  public List<Explanation> explain(byte[] message) {
    return bound().explain(message);
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
