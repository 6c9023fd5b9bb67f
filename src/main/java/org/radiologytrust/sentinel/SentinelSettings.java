package org.radiologytrust.sentinel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.journal.sentinels.Sentinels.Door;
import org.radiologytrust.settings.Pilot;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.sentinels.*}.
 *
 * @param every pause between two reports through the same door
 * @param within how long a flag may take, from the sending
 * @param keep how long it is kept what became of a report
 * @param doors that are tested
 * @param logins of the doors that need one, as the header Authorization
 * @param hosts where the node reaches its own listeners, by the settings' prefix
 */
public record SentinelSettings(
    Duration every,
    Duration within,
    Duration keep,
    Set<Door> doors,
    Map<Door, String> logins,
    Map<String, String> hosts) {
  static final String MLLP = "rtl.mllp";
  static final String HTTP = "rtl.http";
  private static final String EVERY = "rtl.sentinels.every";
  private static final String DOORS = "rtl.sentinels.doors";

  public SentinelSettings {
    doors = Set.copyOf(doors);
    logins = Map.copyOf(logins);
    hosts = Map.copyOf(hosts);
  }

  /**
   * Empty where no sentinels are sent.
   *
   * @throws Settings.Wrong if a value is not valid, or a door needs another setting
   */
  public static Optional<SentinelSettings> of(Settings settings) {
    Optional<Duration> every = settings.optionalDuration(EVERY);
    Duration within = settings.interval("rtl.sentinels.within");
    Duration keep = settings.interval("rtl.sentinels.keep");
    Set<Door> doors = doors(settings.list(DOORS));
    if (every.isEmpty()) {
      return Optional.empty();
    }
    if (every.get().compareTo(Duration.ofSeconds(1)) < 0) {
      throw new Settings.Wrong(EVERY + ": at least 1s, such as 1h; 0 for none");
    }
    if (keep.compareTo(within.plus(every.get())) < 0) {
      throw new Settings.Wrong(
          "rtl.sentinels.keep: must be longer than rtl.sentinels.every and within together");
    }
    if (doors.contains(Door.KAFKA) && settings.text("rtl.kafka.reports").isEmpty()) {
      throw new Settings.Wrong(DOORS + ": kafka needs the topic rtl.kafka.reports");
    }
    if (doors.contains(Door.CHECK) && Pilot.of(settings).shadow()) {
      throw new Settings.Wrong(
          DOORS + ": the door check gives no result while rtl.pilot=shadow: take it out");
    }
    return Optional.of(
        new SentinelSettings(
            every.get(), within, keep, doors, logins(settings, doors), hosts(settings)));
  }

  private static Set<Door> doors(List<String> codes) {
    Set<Door> doors = EnumSet.noneOf(Door.class);
    for (String code : codes) {
      try {
        doors.add(Door.valueOf(code.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new Settings.Wrong(DOORS + ": name some of mllp, fhir, kafka, check");
      }
    }
    if (doors.isEmpty()) {
      throw new Settings.Wrong(DOORS + ": name at least one of mllp, fhir, kafka, check");
    }
    return doors;
  }

  private static Map<Door, String> logins(Settings settings, Set<Door> doors) {
    Map<Door, String> names =
        Map.of(Door.FHIR, "rtl.sentinels.sender", Door.CHECK, "rtl.sentinels.checker");
    Map<Door, String> logins = new EnumMap<>(Door.class);
    names.forEach(
        (door, prefix) -> {
          if (doors.contains(door)) {
            logins.put(door, basic(settings, door, prefix));
          }
        });
    return logins;
  }

  private static String basic(Settings settings, Door door, String prefix) {
    String user = settings.text(prefix + ".user");
    String password = settings.text(prefix + ".password");
    if (user.isEmpty() || password.isEmpty()) {
      throw new Settings.Wrong(
          prefix
              + (user.isEmpty() ? ".user" : ".password")
              + " is empty: the door "
              + door.code()
              + " needs a user of its own (rtl user add), or take it out of "
              + DOORS);
    }
    byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }

  /** A listener on all addresses is reached by loopback. */
  private static Map<String, String> hosts(Settings settings) {
    Map<String, String> hosts = new HashMap<>();
    for (String prefix : List.of(MLLP, HTTP)) {
      String host = settings.required(prefix + ".host");
      hosts.put(
          prefix,
          switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
          });
    }
    return hosts;
  }

  /** Withholds the log-ins. */
  @Override
  public String toString() {
    return "SentinelSettings[" + doors + "]";
  }
}
