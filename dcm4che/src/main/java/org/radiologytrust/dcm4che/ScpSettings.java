package org.radiologytrust.dcm4che;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.tls.ReloadedTls;

/**
 * How to receive.
 *
 * @param title our AE title
 * @param host address to listen on
 * @param tls empty: no TLS
 * @param transferSyntaxes UIDs of those that are accepted
 * @param associations most at the same time
 * @param pduLength longest PDU to receive, bytes
 * @param idle longest wait for the next bytes of a sender
 * @param limits of one object
 */
record ScpSettings(
    String title,
    String host,
    int port,
    Callers callers,
    Optional<ReloadedTls> tls,
    Set<String> transferSyntaxes,
    int associations,
    int pduLength,
    Duration idle,
    IncomingFile.Limits limits) {
  /** Shorter ones cannot hold what is sent before an object (PS3.8 D.1). */
  private static final int SHORTEST_PDU = 4096;

  /** Longer ones are not read. */
  private static final int LONGEST_PDU = 1 << 24;

  ScpSettings {
    require(port > 0 && port < 1 << 16, "port: from 1 to 65535");
    require(!transferSyntaxes.isEmpty(), "transferSyntaxes: at least one is needed");
    require(associations > 0, "associations: at least 1");
    require(
        pduLength >= SHORTEST_PDU && pduLength <= LONGEST_PDU,
        "pduLength: from " + SHORTEST_PDU + " to " + LONGEST_PDU);
    require(idle.toMillis() > 0 && idle.toMillis() <= Integer.MAX_VALUE, "idle: 1 ms to 24 days");
    require(limits.largest() > 0, "maxObject: at least 1");
  }

  private static void require(boolean valid, String wanted) {
    if (!valid) {
      throw new IllegalArgumentException("dicom: " + wanted);
    }
  }
}
