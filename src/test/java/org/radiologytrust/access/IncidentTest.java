package org.radiologytrust.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.RtlRun;

/**
 * "The message of 10:42 was refused; why; mend it; send it again", with the commands that
 * docs/operate.md gives, in their order.
 */
@Tag("integration")
class IncidentTest {
  private static final String ID = "0f3c9a7e5b2d1846-9c01d7aa";
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;

  /** The first block of commands of the section. */
  private static List<String> documented() throws Exception {
    String document = Files.readString(Path.of("docs/operate.md"));
    return document
        .substring(document.indexOf("\n## Which message?\n"))
        .lines()
        .dropWhile(line -> !line.startsWith("    rtl "))
        .takeWhile(line -> line.startsWith("    "))
        .map(line -> line.strip().substring("rtl ".length()))
        .toList();
  }

  /** The documented words, with the real time, id and file for those of the document. */
  private RtlRun run(Product product, String command, String id) {
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
    String real =
        command
            .replace("10:40", now.minusMinutes(5).toString())
            .replace("10:45", now.plusMinutes(5).toString())
            .replace(ID, id)
            .replace("message.hl7", folder.resolve("message.hl7").toString());
    return RtlRun.of(folder.resolve("home"), product, real.split(" "));
  }

  @Test
  void aRefusedMessageIsFoundUnderstoodMendedAndSentAgain() throws Exception {
    List<String> commands = documented();
    assertTrue(commands.size() <= 10, commands::toString);
    String good = Chest.oru(PhantomStudy.chest("A4711"), "M1042", "PHANTOM-1", Chest.TEXT, "F", 0);
    String broken = good.replaceAll("\rPID[^\r]*", "\rPID|1||||Phantom^Petra");
    try (Product product = Product.start(folder.resolve("home"), Map.of("rtl.images.wait", "1s"))) {
      assertTrue(product.mllp(broken).contains("\rMSA|AE|M1042"));
      Iterator<String> next = commands.iterator();

      RtlRun status = run(product, next.next(), "");
      assertEquals(0, status.code(), status::err);
      assertTrue(status.out().contains("quarantine       1"), status::out);

      RtlRun refused = run(product, next.next(), "");
      List<String> rows = refused.out().lines().toList();
      assertEquals(2, rows.size(), refused::out);
      String id = rows.get(1).split(" ")[0];
      assertTrue(rows.get(1).contains("M1042") && rows.get(1).contains("PID-3"), refused::out);

      RtlRun why = run(product, next.next(), id);
      assertTrue(why.out().contains("answered AE (ERR 101 PID-3: "), why::out);
      assertTrue(why.out().contains("from 127.0.0.1"), why::out);

      assertEquals(0, run(product, next.next(), id).code());
      Path saved = folder.resolve("message.hl7");
      assertEquals(broken, Files.readString(saved));
      String pid = good.replaceAll("(?s)^.*\r(PID[^\r]*)\r.*$", "$1");
      Files.writeString(saved, broken.replaceAll("PID[^\r]*", pid));

      RtlRun sent = run(product, next.next(), id);
      assertEquals(0, sent.code(), () -> sent.out() + sent.err());
      assertTrue(sent.out().startsWith("AA  parsed"), sent::out);

      RtlRun both = run(product, next.next(), id);
      assertEquals(3, both.out().lines().count(), both::out);

      String show = next.next();
      await().atMost(LONG).until(() -> run(product, show, id).out().contains("checked_only"));
      String story = run(product, show, id).out();
      assertTrue(story.contains("from operator operator"), story);

      RtlRun discarded = run(product, next.next(), id);
      assertEquals(0, discarded.code(), discarded::out);
      assertFalse(next.hasNext());
      RtlRun after = run(product, commands.get(0), "");
      assertTrue(after.out().contains("quarantine       0"), after::out);
      assertFalse((why.out() + story + both.out()).contains("Petra"));
    }
  }
}
