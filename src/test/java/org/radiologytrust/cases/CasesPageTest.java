package org.radiologytrust.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Span;

/** What {@code docs/cases.md} shows is read as it says. */
class CasesPageTest {
  @TempDir Path folder;

  private final String page;

  CasesPageTest() throws IOException {
    page = Files.readString(Path.of("docs/cases.md"));
  }

  private String block(String language) {
    Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(page);
    assertTrue(block.find(), language);
    return block.group(1);
  }

  @Test
  void exampleIsACase() throws IOException {
    Path one = Files.createDirectories(folder.resolve("knee-0001"));
    Files.writeString(one.resolve("report.txt"), block("text"));
    Files.writeString(one.resolve(CaseFolders.TRUTH), block("json"));
    CaseFolders.Folder read = CaseFolders.read(folder).get(0);
    Truth truth = read.truth().orElseThrow();
    String text = Report.canonicalText(Files.readString(read.report()));
    for (TrueClaim c : truth.claims()) {
      assertEquals(c.quote(), new Span(c.start(), c.end()).in(text));
    }
    CaseFolders.write(folder.resolve("knee-0002"), text, truth, java.util.Map.of());
    assertEquals(
        truth, CaseFolders.read(folder).get(1).truth().orElseThrow(), "written as it is read");
  }

  @Test
  void exampleAndTablesHaveEveryField() throws IOException {
    JsonNode example = CaseJson.MAPPER.readTree(block("json"));
    JsonNode claim = example.path("claims").path(0);
    has(example, Truth.class);
    has(example.path("findings").path(0), TrueFinding.class);
    has(claim, TrueClaim.class);
    has(claim.path("meaning"), TrueClaim.Meaning.class);
    String told = page.substring(0, page.indexOf("## An example"));
    Stream.of(Truth.class, TrueFinding.class, TrueClaim.class)
        .flatMap(type -> names(type).stream())
        .forEach(name -> assertTrue(told.contains("`" + name + "`"), name));
  }

  private static void has(JsonNode node, Class<? extends Record> type) {
    names(type).forEach(name -> assertTrue(node.has(name), name));
    assertEquals(names(type).size(), node.size());
  }

  private static List<String> names(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(c -> c.getName()).toList();
  }
}
