package org.radiologytrust.ingest.ehr;

import java.util.Map;
import java.util.Optional;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.UnconfiguredPeer;
import org.radiologytrust.journal.Inbox.Receipt;
import org.radiologytrust.journal.JournalException;

/** Polls the FHIR server of an EHR for reports. */
public final class EhrFeature implements Feature {
  private static final String PEER = "fhir-reports";

  /** Stores FHIR messages. */
  @FunctionalInterface
  public interface MessageInbox {
    /**
     * Stores one message.
     *
     * @param type like {@code Content-Type}
     * @param place where the message is at the EHR, for the log
     * @throws JournalException if the message was not stored
     */
    Receipt store(byte[] message, String type, String place);
  }

  private final EhrSettings settings;

  private EhrFeature(EhrSettings settings) {
    this.settings = settings;
  }

  /**
   * The feature.
   *
   * @param settings empty if no server is configured
   * @param inbox stores the reports
   */
  public static Feature of(Optional<EhrSettings> settings, MessageInbox inbox) {
    return settings
        .<Feature>map(EhrFeature::new)
        .orElseGet(
            () ->
                new UnconfiguredPeer(
                    PEER,
                    "rtl.fhir.reports.url is empty: no FHIR server is polled for reports",
                    Map.of("rtl.fhir.reports.enabled", "false")));
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "rtl.fhir.reports.enabled",
        "true",
        "rtl.fhir.reports.poll",
        "" + settings.schedule().poll().toMillis());
  }
}
