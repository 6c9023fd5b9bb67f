package org.radiologytrust.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.Jvm;
import org.radiologytrust.launch.RtlRun;

@Tag("integration")
class CheckFilesTest {
  private static final String WRONG =
      "EXAM: MRI LEFT KNEE\n\nFINDINGS: Tear of the right medial meniscus. No effusion.\n\n"
          + "IMPRESSION: Tear of the right medial meniscus.\n";
  private static final String RIGHT = WRONG.replace("right", "left");

  /** What a text needs none of: each takes longer to load than the checks. */
  private static final Pattern HEAVY =
      Pattern.compile(
          "\\b(org\\.apache\\.camel|ca\\.uhn|org\\.hl7|org\\.sqlite|org\\.postgresql|io\\.vertx"
              + "|org\\.dcm4che3|com\\.zaxxer|org\\.apache\\.pdfbox)\\.[\\w.]+");

  @TempDir Path home;

  private Path file(String name, String text) throws Exception {
    return Files.writeString(home.resolve(name), text);
  }

  private RtlRun check(Object... words) {
    String[] all = new String[words.length + 1];
    all[0] = "check";
    for (int i = 0; i < words.length; i++) {
      all[i + 1] = words[i].toString();
    }
    return RtlRun.at(home, 1, all);
  }

  @Test
  void theExitCodeSaysWhetherAFlagTells() throws Exception {
    RtlRun wrong = check(file("a.txt", WRONG));
    assertEquals(3, wrong.code(), wrong.err());
    assertTrue(wrong.out().contains("side-"), wrong.out());
    RtlRun right = check(file("b.txt", RIGHT));
    assertEquals(0, right.code(), right.out() + right.err());
    assertEquals(3, check(file("b.txt", RIGHT), file("a.txt", WRONG)).code());
    RtlRun order = check(file("b.txt", RIGHT), "--procedure", "MRI KNEE RIGHT");
    assertEquals(3, order.code());
    assertTrue(order.out().contains("procedure: MRI KNEE RIGHT"), order.out());
  }

  @Test
  void placesInJsonAreThoseOfTheFile() throws Exception {
    String text = "\uFEFF\r\n" + WRONG.replace("\n", "\r\n");
    RtlRun run = check(file("a.txt", text), "--format", "json");
    var place = new ObjectMapper().readTree(run.out()).at("/flags/0/place");
    String read = text.substring(place.get("start").asInt(), place.get("end").asInt());
    assertEquals(place.get("value").asText(), read.replace("\r\n", " "), run.out());
  }

  @Test
  void theStandardInputIsAFile() {
    InputStream in = System.in;
    System.setIn(new ByteArrayInputStream(WRONG.getBytes(StandardCharsets.UTF_8)));
    try {
      assertEquals(3, check("-").code());
    } finally {
      System.setIn(in);
    }
  }

  @Test
  void whatCannotBeReadIsSaid() throws Exception {
    RtlRun missing = check(home.resolve("none.txt"));
    assertEquals(1, missing.code());
    assertTrue(missing.err().contains("cannot be read"), missing.err());
    RtlRun empty = check(file("empty.txt", " \n"));
    assertEquals(1, empty.code());
    assertTrue(empty.err().contains("has no text"), empty.err());
    assertEquals(2, check().code());
  }

  @Test
  void anotherLanguageIsNotFine() throws Exception {
    RtlRun run =
        check(
            file(
                "de.txt",
                "Befund: Unauffällige Darstellung der Lunge beidseits, kein Erguss und keine"
                    + " Stauung.\n\nBeurteilung: Kein Nachweis eines Infiltrats.\n"));
    assertEquals(1, run.code(), run.out());
  }

  @Test
  void aTextLoadsNoCamelNoFhirAndNoDatabase() throws Exception {
    Path list = home.resolve("classes.log");
    ProcessBuilder rtl = Jvm.rtl("check", file("a.txt", WRONG).toString(), "-Drtl.home=" + home);
    rtl.environment().put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + list);
    Process process = rtl.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(3, process.waitFor(), out);
    String loaded = Files.readString(list);
    assertTrue(loaded.contains("org.radiologytrust.check.Checks "), "the list is of this run");
    Matcher heavy = HEAVY.matcher(loaded);
    assertFalse(heavy.find(), () -> heavy.group());
  }
}
