package org.radiologytrust.auth;

import java.time.Duration;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.http.*}, which hold for both HTTP servers.
 *
 * @param maxBody largest body, bytes
 * @param bodyTime longest time for reading one body
 * @param maxConnections open connections of each server
 * @param idle longest time without a byte on a connection
 */
record HttpSettings(int maxBody, Duration bodyTime, int maxConnections, Duration idle) {
  static HttpSettings of(Settings settings) {
    return new HttpSettings(
        settings.number("rtl.http.max-body", 1024, Integer.MAX_VALUE),
        settings.interval("rtl.http.body-time"),
        settings.number("rtl.http.max-connections", 1, 1_000_000),
        settings.interval("rtl.http.idle"));
  }
}
