package org.radiologytrust.check.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.CheckResult;

/** Tables of a site: one more file is one more system, and a wrong row stops the start. */
class AssessmentTablesTest {
  private static final String START =
      """
      name: VI-RADS
      source: a consensus
      edition: '2018'
      system: vi rads
      """;

  @TempDir Path site;

  private SiteFiles with(String table) throws IOException {
    Path file = site.resolve("words/en/tables/vi-rads.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, table);
    return SiteFiles.in(site);
  }

  @Test
  void anotherSystemNeedsOneFile() throws IOException {
    SiteFiles files =
        with(
            START
                + """
                categories:
                  '1': {words: [highly unlikely], against: [biopsy]}
                  '5': {words: [very likely]}
                """);
    Checks checks = new Checks(files);
    List<String> flagged =
        checks
            .check(
                new CaseBuilder()
                    .text("IMPRESSION: VI-RADS 1: very likely. Biopsy is recommended.")
                    .build())
            .checks()
            .stream()
            .map(CheckResult::check)
            .toList();
    assertEquals(List.of(CategoryWords.ID, CategoryAdvice.ID), flagged);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "categories: {'9': {words: [likely]}} | categories: there is no 9",
        "categories: {'1': {against: [surgery]}} | category 1: there is no surgery",
        "categories: {'1': {fits: [6 weeks]}} | category 1: there is no 6 weeks",
        "order: ['1', '8'] | order: there is no 8",
        "points: [{from: 3, to: 2, category: '1'}] | from is not below to",
        "points: [{from: 1, to: 2, category: '7'}] | there is no 7",
        "sizes: [{type: glassy, from: 0, to: 6}] | there is no glassy",
        "sizes: [{from: 6, to: 6}] | from is not below to",
        "sizes: [{from: 0, to: 6, categories: ['6']}] | there is no 6",
        "sizes: [{from: 0, to: 6, against: [nothing]}] | there is no nothing",
        "rows: [] | line 5: rows there is no such key",
      })
  void aWrongRowIsNamedWithItsFile(String row, String message) throws IOException {
    SiteFiles files = with(START + row + "\n");
    Exception wrong = assertThrows(IllegalArgumentException.class, () -> new Checks(files));
    assertTrue(wrong.getMessage().contains("tables/vi-rads.yaml"), wrong.getMessage());
    assertTrue(wrong.getMessage().contains(message), wrong.getMessage());
  }

  @Test
  void aTableNeedsASystemOrWordsThatNameIt() throws IOException {
    SiteFiles files = with(START.replace("system: vi rads\n", ""));
    Exception wrong = assertThrows(IllegalArgumentException.class, () -> new Checks(files));
    assertEquals("tables/vi-rads.yaml: needs a system or mentions", wrong.getMessage());
  }
}
