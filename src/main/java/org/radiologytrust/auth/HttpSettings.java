package org.radiologytrust.auth;

import java.time.Duration;
import org.radiologytrust.feature.ConnectionPlaces;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.http.*}, which hold for both HTTP servers.
 *
 * @param maxBody largest body, bytes
 * @param bodyTime longest time for reading one body
 * @param maxConnections open connections of each server
 * @param addressConnections open connections of each server from one address
 * @param headerTime longest time until the header of a request is complete
 * @param idle longest time without a byte on a connection
 */
record HttpSettings(
    int maxBody,
    Duration bodyTime,
    int maxConnections,
    int addressConnections,
    Duration headerTime,
    Duration idle) {
  private static final int MOST_CONNECTIONS = 1_000_000;

  static HttpSettings of(Settings settings) {
    int connections = settings.number("rtl.http.max-connections", 1, MOST_CONNECTIONS);
    return new HttpSettings(
        settings.number("rtl.http.max-body", 1024, Integer.MAX_VALUE),
        settings.interval("rtl.http.body-time"),
        connections,
        settings
            .optionalNumber("rtl.http.max-connections-of-address", 1, MOST_CONNECTIONS)
            .orElse(ConnectionPlaces.half(connections)),
        settings.interval("rtl.http.header-time"),
        settings.interval("rtl.http.idle"));
  }

  /** The places of one server. */
  ConnectionPlaces places(String server) {
    return new ConnectionPlaces(server, maxConnections, addressConnections);
  }
}
