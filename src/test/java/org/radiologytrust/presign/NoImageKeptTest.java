package org.radiologytrust.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.DicomObject;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.ollama.OllamaServer;

/**
 * After checks with images, neither a word of the text, nor of a tag, nor a byte of an image is in
 * a file, a log line, a metric, or on the heap.
 */
@Tag("safety")
@Tag("peers")
class NoImageKeptTest {
  private static final int CALLS = 25;
  private static final String CANARY = "qanaryzq";
  private static final String TAG = "tagqanary";
  private static final String PIXELS = "pixqanary";

  @TempDir Path folder;

  private static byte[] dicom() {
    short[] pixels = Phantom.pixels(1, List.of());
    byte[] canary = PIXELS.getBytes(StandardCharsets.US_ASCII);
    DicomObject object =
        DicomWriter.object(PhantomStudy.chest("P1"), pixels)
            .text(0x00100010, "PN", TAG)
            .text(0x00081030, "LO", TAG)
            .text(0x00104000, "LT", TAG);
    byte[] file = object.file();
    // among the pixels
    System.arraycopy(canary, 0, file, file.length - 4_000, canary.length);
    return file;
  }

  @Test
  void noByteOfAnImageStays() throws Exception {
    Path home = folder.resolve("home");
    Path log = folder.resolve("log");
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    byte[] image = dicom();
    Map<String, String> typed =
        new HashMap<>(
            Map.of(
                "text",
                "FINDINGS: There is a left pleural effusion, "
                    + CANARY
                    + ".\nIMPRESSION: Right pleural effusion, "
                    + CANARY
                    + ".",
                "procedure",
                "XR CHEST PA",
                "born",
                "1961-02-03"));
    try (OllamaServer ollama = OllamaServer.ofPair(ModelAnswers::of);
        ServeProcess serve =
            ServeProcess.start(
                home,
                Product.ollama(ollama.url().toString()),
                Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary),
                ProcessBuilder.Redirect.to(log.toFile()))) {
      Product product = serve.product();
      CheckingPerson cleo = CheckingPerson.at(product, home);
      int compared = 0;
      for (int i = 0; i < CALLS; i++) {
        byte[] sent = i % 3 == 2 ? Arrays.copyOf(image, image.length / 2) : image;
        typed.put("born", i % 3 == 1 ? "1901-01-01" : "1961-02-03");
        String answer = cleo.check(typed, sent).body();
        assertTrue(answer.contains(CANARY), answer);
        compared += answer.contains("claims assessed") ? 1 : 0;
        try (Stream<Path> files = Files.walk(temporary)) {
          assertEquals(
              List.of(), FoundWords.in(files.filter(Files::isRegularFile).toList(), words()));
        }
      }
      assertEquals((CALLS + 2) / 3, compared, "images were looked at");
      cleo.logOut();
      String metrics = product.anonymous(product.managementPort(), "/observe/metrics").body();
      assertTrue(metrics.contains("rtl_presign_image"), "the calls are counted");
      assertEquals(List.of(), words().stream().filter(metrics::contains).toList());
      Path dump = folder.resolve("heap.hprof");
      FoundWords.dump(serve.pid(), dump);
      assertEquals(List.of(), FoundWords.in(List.of(dump), words()), "on the heap");
    }
    try (Stream<Path> files = Stream.concat(Files.walk(home), Files.walk(temporary))) {
      List<Path> all = new ArrayList<>(files.filter(Files::isRegularFile).toList());
      assertTrue(all.stream().anyMatch(f -> f.endsWith("journal.db")), all::toString);
      all.add(log);
      assertEquals(List.of(), FoundWords.in(all, words()), "in a file");
    }
  }

  private static List<String> words() {
    return List.of(CANARY, TAG, PIXELS);
  }
}
