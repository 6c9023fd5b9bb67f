package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.ingest.hl7.Hl7Reports;
import org.radiologytrust.journal.Inbox;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.text.Segmenter;

/**
 * docs/checks.md has a section and an example for each check, and each example is flagged by it.
 */
class ExamplesOfChecksTest {
  private static final Path EXAMPLES = Path.of("docs/examples");
  private static final Set<String> IDS =
      Set.of(
          SideOrder.ID,
          SideImages.ID,
          ModalityImages.ID,
          ModalityOrder.ID,
          BodyPartImages.ID,
          SexOrgan.ID,
          SideFindingsImpression.ID,
          Overconfident.ID);

  @Test
  void everyCheckHasASectionAndAnExample() throws IOException {
    String page = Files.readString(Path.of("docs/checks.md"));
    Set<String> sections =
        Pattern.compile("(?m)^## `([a-z-]+)`$")
            .matcher(page)
            .results()
            .map(m -> m.group(1))
            .collect(Collectors.toSet());
    assertEquals(IDS, sections);
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      Set<String> examples =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.endsWith(".dcm"))
              .map(name -> name.replaceAll("\\..*", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(new TreeSet<>(IDS), examples);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"side-order", "modality-order", "sex-organ"})
  void messageIsFlaggedByItsCheck(String id) throws IOException {
    Inbox.Disposition read =
        new Hl7Reports("main", ZoneOffset.UTC, "UNICODE UTF-8", Map.of(), SiteFiles.shipped())
            .disposition(Files.readAllBytes(EXAMPLES.resolve(id + ".hl7")));
    Report report = ((Inbox.Parsed) read).report();
    Audit audit =
        new Segmenter(SiteFiles.shipped())
            .segment(Audit.of(new UUID(0, 1), report).started(Instant.EPOCH).build());
    flagged(id, audit);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "side-images",
        "modality-images",
        "body-part-images",
        "side-findings-impression",
        "overconfident"
      })
  void textIsFlaggedByItsCheck(String id) throws IOException {
    CaseBuilder example = new CaseBuilder().text(Files.readString(EXAMPLES.resolve(id + ".txt")));
    if (List.of("side-images", "modality-images", "body-part-images").contains(id)) {
      // the tags of docs/examples/knee-left.dcm
      example.image("DX", "KNEE", "", "L");
    }
    flagged(id, example.build());
  }

  private static void flagged(String id, Audit audit) throws IOException {
    List<CheckResult> results = new Checks(SiteFiles.shipped()).check(audit).checks();
    assertFalse(results.isEmpty());
    assertTrue(results.stream().allMatch(r -> r.check().equals(id)), results::toString);
    String page = Files.readString(Path.of("docs/checks.md")).replaceAll("\\s*>?\\s+", " ");
    assertTrue(page.contains(results.get(0).action()), results.get(0).action());
  }
}
