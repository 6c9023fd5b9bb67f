package org.radiologytrust.publish.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.journal.notifications.Notifications;
import org.radiologytrust.settings.Settings;

/**
 * The sinks that receive each audit. A setting names them, not the running routes: if a route does
 * not start, deliveries for its sink must still be stored.
 */
public final class SinkNames {
  public static final String KAFKA = "kafka";
  public static final String ORU = "oru";

  private SinkNames() {}

  /**
   * The names in rtl.sinks. If it is empty: our own sinks whose peer is configured.
   *
   * @throws Settings.Wrong when a name does not fit; the message says what to do
   */
  public static List<String> of(Settings settings) {
    List<String> named = settings.list("rtl.sinks");
    boolean fhir = !settings.url("rtl.fhir.server").isEmpty();
    boolean kafka = !settings.text("rtl.kafka.audits").isEmpty();
    boolean oru = !settings.text("rtl.oru.host").isEmpty();
    if (named.isEmpty()) {
      List<String> ours = new ArrayList<>();
      if (fhir) {
        ours.add(FhirSink.NAME);
      }
      if (kafka) {
        ours.add(KAFKA);
      }
      if (oru) {
        ours.add(ORU);
      }
      return ours;
    }
    if (!named.stream().allMatch(name -> name.matches("[a-z][a-z0-9-]{0,39}"))
        || named.stream().distinct().count() < named.size()) {
      throw new Settings.Wrong(
          "rtl.sinks: a name is small letters, digits and '-', each sink once, with commas");
    }
    if (named.stream().anyMatch(Notifications.SINKS::contains)) {
      throw new Settings.Wrong(
          "rtl.sinks: " + String.join(" and ", Notifications.SINKS) + " get notifications alone");
    }
    require(named, FhirSink.NAME, "rtl.fhir.server", fhir);
    require(named, KAFKA, "rtl.kafka.audits", kafka);
    require(named, ORU, "rtl.oru.host", oru);
    return named;
  }

  /** Ours are counted also where they get nothing. */
  public static List<String> counted(List<String> named) {
    return Stream.concat(Stream.of(FhirSink.NAME, KAFKA, ORU), named.stream()).distinct().toList();
  }

  private static void require(List<String> named, String sink, String peer, boolean set) {
    if (named.contains(sink) && !set) {
      throw new Settings.Wrong("rtl.sinks names " + sink + ": set " + peer + " too");
    }
    if (set && !named.contains(sink)) {
      throw new Settings.Wrong(
          "rtl.sinks lacks " + sink + ", and " + peer + " is set: name it there, or clear " + peer);
    }
  }
}
