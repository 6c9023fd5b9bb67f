package org.radiologytrust.dcm4che;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.UID;
import org.dcm4che3.io.DicomInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.feature.FreePorts;

/** A process that is killed while four senders send to it. */
class KilledScpTest {
  private static final int SENDERS = 4;
  private static final int STUDIES = 10;

  @TempDir Path home;
  private final Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();

  /** The process: home and port. */
  static final class Receiver {
    private Receiver() {}

    public static void main(String[] args) throws Exception {
      ObjectFolder folder = folder(Path.of(args[0]));
      folder.start();
      new StorageScp(
              new ScpSettings(
                  "RTL",
                  "127.0.0.1",
                  Integer.parseInt(args[1]),
                  Callers.of("*@127.0.0.1"),
                  Optional.empty(),
                  Set.of(UID.ExplicitVRLittleEndian),
                  SENDERS,
                  16_384,
                  Duration.ofSeconds(60),
                  new IncomingFile.Limits(1 << 20, 0)),
              folder,
              new Refusals(new SimpleMeterRegistry()))
          .bind();
    }
  }

  private static ObjectFolder folder(Path home) {
    return new ObjectFolder(home, new OpenStudies(Duration.ofHours(1)));
  }

  private static Attributes object(int number) {
    return StorageScpTest.object("1.2." + number % STUDIES, "1.3." + number);
  }

  private void send(int port, int first) {
    try (Sender sender = Sender.connect(port)) {
      for (int number = first; ; number += SENDERS) {
        assertEquals(0, sender.store(object(number)));
        acknowledged.add(number);
      }
    } catch (Exception e) {
      // the receiver was killed
    }
  }

  @Test
  void nothingThatWasAnsweredWithSuccessIsLost() throws Exception {
    int port = FreePorts.one();
    Process receiver =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Receiver.class.getName(),
                home.toString(),
                "" + port)
            .inheritIO()
            .start();
    List<Thread> senders = new ArrayList<>();
    try {
      Sender.awaitService(port);
      for (int i = 0; i < SENDERS; i++) {
        int first = i;
        Thread thread = new Thread(() -> send(port, first));
        thread.start();
        senders.add(thread);
      }
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> acknowledged.size() > 200);
    } finally {
      receiver.destroyForcibly().waitFor();
    }
    for (Thread thread : senders) {
      thread.join();
    }
    assertStored();
  }

  private void assertStored() throws IOException {
    ObjectFolder folder = folder(home);
    folder.start();
    Set<String> studies = new HashSet<>();
    for (int number : acknowledged) {
      ObjectIds ids = ids(number);
      studies.add(ids.study());
      try (DicomInputStream in = new DicomInputStream(folder.file(ids.object()).toFile())) {
        assertEquals(object(number), in.readDataset());
      }
    }
    Set<String> open = new HashSet<>();
    for (Optional<OpenStudies.Due> due = folder.studies().next();
        due.isPresent();
        due = folder.studies().next()) {
      open.add(due.get().study());
    }
    assertTrue(open.containsAll(studies));
  }

  private static ObjectIds ids(int number) {
    String study = "1.2." + number % STUDIES;
    return new ObjectIds("4711", study, study + ".1", "1.3." + number);
  }
}
