package org.radiologytrust.recovery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.LinuxCommand;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;

/**
 * Health and metrics report a full disk under rtl.home, and free space when there is some again.
 */
@Tag("integration")
@Tag("safety")
class DiskFullTest {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;

  /** A disk of 12 MB of its own, where this user may mount one; else a limit for the process. */
  private interface Disk extends AutoCloseable {
    void fill(ServeProcess process) throws Exception;

    void empty(ServeProcess process) throws Exception;

    @Override
    default void close() throws Exception {}
  }

  private Disk disk(Path home) throws Exception {
    Files.createDirectory(home);
    if (LinuxCommand.run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", home.toString()) != 0) {
      System.err.println("no tmpfs may be mounted: the size of files is limited instead");
      return new Limit();
    }
    return new Mounted(home);
  }

  private record Mounted(Path home) implements Disk {
    private Path filler() {
      return home.resolve("filler");
    }

    @Override
    public void fill(ServeProcess process) throws IOException {
      try (OutputStream out = Files.newOutputStream(filler())) {
        byte[] block = new byte[512];
        while (true) {
          out.write(block);
        }
      } catch (IOException full) {
        assertEquals(0, Files.getFileStore(home).getUsableSpace());
      }
    }

    @Override
    public void empty(ServeProcess process) throws IOException {
      Files.delete(filler());
    }

    @Override
    public void close() throws Exception {
      LinuxCommand.run("umount", home.toString());
    }
  }

  private static final class Limit implements Disk {
    @Override
    public void fill(ServeProcess process) throws Exception {
      process.limitFileSize("1");
    }

    @Override
    public void empty(ServeProcess process) throws Exception {
      process.limitFileSize("unlimited");
    }
  }

  private static String send(Product product, int number) throws IOException {
    PhantomStudy study = PhantomStudy.chest("ACC" + number);
    return product.mllp(Chest.oru(study, "M" + number, "PHANTOM-1", Chest.TEXT, "F", 30));
  }

  private static String ready(Product product) throws Exception {
    var health = product.anonymous(product.managementPort(), "/observe/health/ready?data=true");
    return health.statusCode() + " " + health.body();
  }

  /** What a load balancer is told. */
  private static int intake(Product product) throws Exception {
    return product.anonymous(product.managementPort(), "/observe/health/intake").statusCode();
  }

  @Test
  void aFullDiskIsSeenUntilAWriteSucceeds() throws Exception {
    Path home = folder.resolve("home");
    try (Disk disk = disk(home);
        ServeProcess process =
            ServeProcess.start(
                home, Map.of("rtl.journal.probe", "200ms", "rtl.audit.poll", "1s"))) {
      Product product = process.product();
      assertTrue(send(product, 0).contains("\rMSA|AA|"));
      await().atMost(LONG).until(() -> product.summaries().size() == 1);
      assertTrue(ready(product).startsWith("200"), ready(product));
      assertEquals(200, intake(product));

      disk.fill(process);
      // the access log is on this disk, too, and its check may be down first
      await().atMost(LONG).until(() -> ready(product).contains("the last write failed"));
      assertTrue(ready(product).startsWith("503"), ready(product));
      assertEquals(503, intake(product));
      int sent = 0;
      String ack;
      do {
        ack = send(product, ++sent);
      } while (ack.contains("\rMSA|AA|") && sent < 100);
      assertTrue(ack.contains("\rMSA|AE|") && ack.contains("207"), ack);
      await().atMost(LONG).until(() -> product.metrics().get("rtl_ready") == 0);
      assertEquals(0, product.metrics().get("rtl_check_up{check=\"journal\"}"));
      assertEquals(1, product.metrics().get("rtl_messages_not_stored_total{channel=\"hl7\"}"));

      disk.empty(process);
      await().atMost(LONG).until(() -> ready(product).startsWith("200"));
      assertEquals(200, intake(product));
      assertTrue(send(product, sent).contains("\rMSA|AA|"), "the same one again");
      int stored = sent + 1;
      await().atMost(LONG).until(() -> product.summaries().size() == stored);
    }
  }
}
