package org.radiologytrust.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the broker's jars are. {@code ./test} says so by the system property {@code peers.kafka};
 * else {@code .ci/kafka} is asked, which fetches them where they are not there yet.
 */
final class KafkaJars {
  private static Path folder;

  private KafkaJars() {}

  /**
   * @throws IOException when there are none and none can be fetched
   */
  static synchronized Path folder() throws IOException, InterruptedException {
    if (folder == null) {
      String given = System.getProperty("peers.kafka", "");
      Path found = Path.of(given.isEmpty() ? PeerScript.run("kafka") : given);
      if (!Files.isDirectory(found)) {
        throw new IOException("the tests' Kafka broker is missing: no folder " + found);
      }
      folder = found;
    }
    return folder;
  }
}
