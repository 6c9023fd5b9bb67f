package org.radiologytrust.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the jars or modules of a peer are. {@code ./test} says so by the system property {@code
 * peers.NAME}; else {@code .ci/NAME} is asked, which fetches them where they are missing.
 */
public final class PeerJars {
  private static final Map<String, Path> FOLDERS = new HashMap<>();

  private PeerJars() {}

  /**
   * @param peer its name: kafka, hapi or hl7python
   * @throws IOException when there are none and none can be fetched
   */
  public static synchronized Path folder(String peer) throws IOException, InterruptedException {
    if (!FOLDERS.containsKey(peer)) {
      String given = System.getProperty("peers." + peer, "");
      Path found = Path.of(given.isEmpty() ? PeerScript.run(peer) : given);
      if (!Files.isDirectory(found)) {
        throw new IOException("the tests' peer " + peer + " is missing: no folder " + found);
      }
      FOLDERS.put(peer, found);
    }
    return FOLDERS.get(peer);
  }
}
