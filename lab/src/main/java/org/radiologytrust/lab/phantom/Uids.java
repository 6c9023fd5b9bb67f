package org.radiologytrust.lab.phantom;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** UIDs from UUIDs (PS3.5 B.2): {@code 2.25.} followed by the UUID as a decimal number. */
public final class Uids {
  private Uids() {}

  /** The same name gives the same UID. */
  public static String named(String name) {
    return of(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  /** A new UID at each call. */
  public static String random() {
    return of(UUID.randomUUID());
  }

  private static String of(UUID uuid) {
    return "2.25." + new BigInteger(uuid.toString().replace("-", ""), 16);
  }
}
