package org.radiologytrust.text.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

/** Compared with a parser of HTML. */
class EntitiesTest {
  private static final Path TABLE = Path.of("checks/src/main/resources/text/html-entities.txt");

  private static String decoded(String text) {
    CodePoints in = new CodePoints(text.length());
    text.codePoints().forEach(c -> in.add(c, 0, 1));
    CodePoints out = Entities.decoded(in);
    return out == null ? text : out.text(0, out.length());
  }

  private static Stream<String> names() throws Exception {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(0, line.indexOf(';')));
  }

  @Test
  void namesMeanWhatTheyMeanInHtml() throws Exception {
    List<String> references = names().map(name -> "&" + name + ";").toList();
    assertTrue(references.size() > 2000);
    for (String reference : references) {
      assertEquals(Parser.unescapeEntities(reference, true), decoded(reference), reference);
    }
  }

  @Test
  void numbersMeanWhatTheyMeanInHtml() {
    IntStream.concat(IntStream.rangeClosed(0, 0x3000), IntStream.of(0xfffd, 0x1f600, 0x110000))
        .forEach(
            number -> {
              for (String reference :
                  List.of("&#" + number + ";", "&#x" + Integer.toHexString(number) + ";")) {
                String html = Parser.unescapeEntities(reference, true);
                boolean stays = html.matches("[A-Za-z0-9#&;\ufffd]");
                assertEquals(stays ? reference : html, decoded(reference), reference);
              }
            });
  }

  @Test
  void whatIsNoReferenceStays() {
    for (String text :
        List.of(
            "&unknown;",
            "&#xd800;",
            "&#;",
            "&#x;",
            "&#99999999999;",
            "&#-5;",
            "&lt",
            "&;",
            "&amp;")) {
      assertEquals(text, decoded(text));
    }
  }
}
