package org.radiologytrust.settings;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The doors, peers and sinks that {@code rtl.features} lists. What is not listed is off, and a
 * setting of it stops the start: nobody has to guess from empty settings what is on.
 */
public final class FeatureList {
  /** The setting. */
  public static final String KEY = "rtl.features";

  private static final Pattern NUMBER = Pattern.compile("\\d+(ms|[smhd])?");

  /** What can be listed. */
  public enum Name {
    /** HL7 v2 in over MLLP. */
    MLLP("rtl.mllp.port", "0", "rtl.mllp."),
    /** FHIR in by POST and PUT. */
    FHIR("", ""),
    /** The review page. */
    PAGE("", "", "rtl.page.", "rtl.session."),
    /** A model that looks at images. */
    MODEL("rtl.model.wire", "none", "rtl.model."),
    /** Topics of reports and audits. */
    KAFKA("rtl.kafka.brokers", "", "rtl.kafka."),
    /** Reports in from a FHIR server that is polled. */
    FHIR_POLL("rtl.fhir.reports.url", "", "rtl.fhir.reports."),
    /** Images that are sent to Orthanc. */
    ORTHANC("rtl.orthanc.url", "", "rtl.orthanc."),
    /** Images that are fetched from an archive. */
    ARCHIVE("rtl.images.source", "orthanc", "rtl.images.source", "rtl.images.archive."),
    /** Audits out to a FHIR server. */
    FHIR_OUT(
        "rtl.fhir.server",
        "",
        "rtl.fhir.server",
        "rtl.fhir.user",
        "rtl.fhir.password",
        "rtl.fhir.token"),
    /** Audits out as HL7 v2. */
    ORU("rtl.oru.host", "", "rtl.oru."),
    /** Urgent flags to people. */
    NOTIFY(
        "rtl.notify.to",
        "",
        "rtl.notify.to",
        "rtl.notify.unread",
        "rtl.notify.poll",
        "rtl.notify.class",
        "rtl.notify.webhook."),
    /** A trial in shadow mode. */
    PILOT("rtl.pilot", "off", "rtl.pilot"),
    /** The dictation system's calls before a report is signed. */
    DRAGON("rtl.dragon.keys", "", "rtl.dragon."),
    /** Log-ins by bearer token. */
    TOKENS("rtl.auth.jwt.keys", "", "rtl.auth.jwt."),
    /** Traces. */
    TRACING("rtl.tracing.endpoint", "", "rtl.tracing.");

    private final String first;
    private final String off;
    private final List<String> settings;

    /**
     * @param first the setting without which it does nothing; empty where it needs none
     * @param off its value while the feature is not listed
     * @param settings how the settings begin that are its own
     */
    Name(String first, String off, String... settings) {
      this.first = first;
      this.off = off;
      this.settings = List.of(settings);
    }

    /** As it is listed. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean owns(String key) {
      return settings.stream().anyMatch(key::startsWith);
    }
  }

  private final Set<Name> names;

  private FeatureList(Set<Name> names) {
    this.names = names;
  }

  /**
   * Reads the list.
   *
   * @throws Settings.Wrong if it is empty or lists what does not exist
   */
  public static FeatureList of(Settings settings) {
    List<String> codes = Arrays.stream(Name.values()).map(Name::code).toList();
    Set<Name> names = EnumSet.noneOf(Name.class);
    for (String code : settings.required(KEY).split(",")) {
      int at = codes.indexOf(code.strip());
      if (at < 0) {
        throw new Settings.Wrong(
            KEY + ": there is no feature " + code.strip() + ": list some of " + listed(codes));
      }
      names.add(Name.values()[at]);
    }
    return new FeatureList(names);
  }

  public boolean has(Name name) {
    return names.contains(name);
  }

  /**
   * The settings with which the product starts: what is not listed is off.
   *
   * @throws Settings.Wrong if a setting is one of a feature that is not listed, or a listed feature
   *     lacks the setting without which it does nothing
   */
  public Settings applied(Settings settings) {
    List<Name> missing = missing(settings);
    if (!missing.isEmpty()) {
      String key = ownKeys(settings, missing.get(0)).findFirst().orElseThrow();
      throw new Settings.Wrong(
          key
              + " is set, but "
              + KEY
              + " does not list "
              + missing.get(0).code()
              + ": write "
              + KEY
              + "="
              + listed(
                  Stream.concat(names.stream(), missing.stream()).sorted().map(Name::code).toList())
              + ", or remove the setting");
    }
    Map<String, String> off = new TreeMap<>();
    for (Name name : Name.values()) {
      if (has(name)) {
        if (!name.first.isEmpty() && settings.text(name.first).isEmpty()) {
          throw new Settings.Wrong(
              KEY + " lists " + name.code() + ", but " + name.first + " is empty: set it");
        }
      } else if (!name.first.isEmpty()) {
        off.put(name.first, name.off);
      }
    }
    return settings.with(off);
  }

  /** The same settings, where those of features that are not listed have the values as shipped. */
  public static Settings withoutOthers(Settings settings) {
    Map<String, String> shipped = new TreeMap<>();
    of(settings).missing(settings).stream()
        .flatMap(name -> ownKeys(settings, name))
        .forEach(key -> shipped.put(key, settings.shipped(key)));
    return settings.with(shipped);
  }

  /**
   * The features that are not listed although a setting of theirs has another value than shipped.
   */
  public List<Name> missing(Settings settings) {
    return Arrays.stream(Name.values())
        .filter(name -> !has(name) && ownKeys(settings, name).findAny().isPresent())
        .toList();
  }

  /** Its settings with another value than shipped. A limit or a time alone turns nothing on. */
  private static Stream<String> ownKeys(Settings settings, Name name) {
    return settings.changed().stream()
        .filter(name::owns)
        .filter(key -> !NUMBER.matcher(settings.shipped(key)).matches())
        .filter(key -> !settings.text(key).equals(name.off));
  }

  private static String listed(List<String> codes) {
    return codes.stream().collect(Collectors.joining(","));
  }
}
