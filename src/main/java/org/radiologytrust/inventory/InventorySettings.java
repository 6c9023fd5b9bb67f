package org.radiologytrust.inventory;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.settings.ImageUse;
import org.radiologytrust.settings.Settings;

/**
 * What the settings say for the register. No value is a secret.
 *
 * @param site name of the site
 * @param owner who answers for the product here, by what: {@code rtl.owner.*}; empty values where
 *     nobody is named
 * @param doors by which reports, images and requests come in, each with its address
 * @param peers where results go and what is asked, each with its host or name
 * @param limits settings that limit what is done
 */
public record InventorySettings(
    String site,
    Map<String, String> owner,
    Map<String, String> doors,
    Map<String, String> peers,
    Map<String, String> limits) {
  private static final List<String> OWNER = List.of("name", "department", "contact");

  /** Peers by their words, and the setting with their address. */
  private static final Map<String, String> URLS =
      Map.of(
          "FHIR server that gets audits",
          "rtl.fhir.base",
          "EHR that is polled for reports",
          "rtl.fhir.reports.url",
          "image store (Orthanc)",
          "rtl.orthanc.url",
          "image archive",
          "rtl.images.archive.url");

  /**
   * @throws Settings.Wrong when a value is not valid
   */
  public static InventorySettings of(Settings settings) {
    return new InventorySettings(
        settings.required("rtl.site"),
        owner(settings),
        doors(settings),
        peers(settings),
        limits(settings));
  }

  private static Map<String, String> owner(Settings settings) {
    Map<String, String> owner = new LinkedHashMap<>();
    OWNER.forEach(part -> owner.put(part, settings.text("rtl.owner." + part)));
    return owner;
  }

  private static Map<String, String> doors(Settings settings) {
    Map<String, String> doors = new LinkedHashMap<>();
    doors.put("HL7 v2 over MLLP", address(settings, "rtl.mllp.host", "rtl.mllp.port"));
    doors.put(
        "HTTP: review page, FHIR, check before signing, API of operators",
        address(settings, "rtl.http.host", "rtl.http.port"));
    doors.put(
        "HTTP: health, metrics, Hawtio", address(settings, "rtl.http.host", "rtl.management.port"));
    String topic = settings.text("rtl.kafka.reports");
    if (!topic.isEmpty()) {
      doors.put("Kafka topic of reports", topic);
    }
    return doors;
  }

  private static String address(Settings settings, String host, String port) {
    return settings.text(host) + ":" + settings.text(port);
  }

  private static Map<String, String> peers(Settings settings) {
    Map<String, String> peers = new LinkedHashMap<>();
    URLS.keySet().stream()
        .sorted()
        .forEach(
            words -> {
              String url = settings.text(URLS.get(words));
              if (!url.isEmpty()) {
                peers.put(words, host(url));
              }
            });
    put(peers, "sinks of audits", settings.text("rtl.sinks"));
    put(peers, "Kafka topic of audits", settings.text("rtl.kafka.audits"));
    return peers;
  }

  /** Without a path or a user, which may be a secret. */
  private static String host(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    } catch (IllegalArgumentException e) {
      return "set";
    }
  }

  private static void put(Map<String, String> map, String key, String value) {
    if (!value.isEmpty()) {
      map.put(key, value);
    }
  }

  private static Map<String, String> limits(Settings settings) {
    Map<String, String> limits = new LinkedHashMap<>();
    limits.put("rtl.pilot", settings.text("rtl.pilot"));
    limits.put("rtl.images.use", ImageUse.of(settings).code());
    limits.put("rtl.images.max-slices", settings.text("rtl.images.max-slices"));
    limits.put("rtl.audit.max-claims", settings.text("rtl.audit.max-claims"));
    limits.put("rtl.audit.blank-probe", settings.text("rtl.audit.blank-probe"));
    limits.put("rtl.model.wire", settings.text("rtl.model.wire"));
    limits.put("rtl.model.context", settings.text("rtl.model.context"));
    return limits;
  }
}
