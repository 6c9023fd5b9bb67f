package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.dicom.recipe.Recipes;
import org.radiologytrust.model.Instance;

class RecipesTest {
  private static final String REST = "- {name: rest, version: 1, levels: window}\n";

  @TempDir Path site;

  private static Instance image(String modality, String sopClass) {
    return new Instance("1", "2", sopClass, modality, "", "", "", "", 1, 1, "id");
  }

  private SiteFiles site(String yaml) throws IOException {
    Path file = site.resolve("ingest/dicom/recipes.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, yaml);
    return SiteFiles.in(site);
  }

  @ParameterizedTest
  @CsvSource({
    "CT, 1.2.840.10008.5.1.4.1.1.2, ct",
    "CT, 1.2.840.10008.5.1.4.1.1.2.1, ct",
    "CT, 1.2.840.10008.5.1.4.1.1.7, stored",
    "CT, 1.2.840.10008.5.1.4.1.1.7.4, stored",
    "MR, 1.2.840.10008.5.1.4.1.1.4, mr",
    "US, 1.2.840.10008.5.1.4.1.1.6.1, stored",
    "PT, 1.2.840.10008.5.1.4.1.1.128, stored",
    "DX, 1.2.840.10008.5.1.4.1.1.1.1, window",
    "XC, 1.2.840.10008.5.1.4.1.1.77.1.4, window",
    "'', '', window"
  })
  void theFirstRecipeThatFitsIsUsed(String modality, String sopClass, String name) {
    Recipes recipes = Recipes.load(SiteFiles.shipped());
    assertEquals(name, recipes.of(image(modality, sopClass)).name());
  }

  @Test
  void nameVersionAndNumbersAreRecorded() throws IOException {
    String shipped =
        new DicomImages(new FilesInMemory(), SiteFiles.shipped()).recipe(image("CT", ""));
    assertEquals(
        "ct 1: red -1024.0 to 1024.0, green -135.0 to 215.0, blue 0.0 to 80.0; rendering 4: mean of"
            + " areas, at most 896 pixels a side, padded to a square, frame 1 of 1",
        shipped);
    SiteFiles own =
        site(
            "- {name: lung, version: 3, levels: ranges, modalities: [CT], ranges: [{low: -1, high:"
                + " 1}, {low: 0, high: 2}, {low: 0, high: 3}]}\n"
                + REST);
    String words = new DicomImages(new FilesInMemory(), own).recipe(image("CT", ""));
    assertTrue(words.startsWith("lung 3: red -1.0 to 1.0, green 0.0 to 2.0, blue"), words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: A, version: 1, levels: window}| A: a name may have only lower-case letters, digits",
        "{name: a, version: 0, levels: window}| a: version must be 1 or more",
        "{name: a, version: 1, levels: grey}| a: levels must be one of ranges, series, window,",
        "{name: a, version: 1, levels: ranges}| a: ranges must be three with levels: ranges",
        "{name: a, version: 1, levels: series, ranges: [{low: 0, high: 1}]}| a: ranges must be",
        "{name: a, version: 1, levels: ranges, ranges: [{low: 1, high: 1}, {low: 0, high: 1}, {low:"
            + " 0, high: 1}]}| a: low must be less than high",
        "{name: a, version: 1, levels: window, sopClasses: [CT]}| a: sopClasses must be UIDs",
        "{name: rest, version: 1, levels: window}| rest: is there twice"
      })
  void aFileThatIsNotValidIsNamed(String entry, String message) throws IOException {
    SiteFiles files = site("- " + entry + "\n" + REST);
    String told =
        assertThrows(IllegalArgumentException.class, () -> Recipes.load(files)).getMessage();
    assertTrue(told.startsWith("ingest/dicom/recipes.yaml: " + message), told);
  }

  @Test
  void theLastRecipeFitsAll() throws IOException {
    SiteFiles files = site("- {name: a, version: 1, levels: window, modalities: [CT]}\n");
    String told =
        assertThrows(IllegalArgumentException.class, () -> Recipes.load(files)).getMessage();
    assertTrue(told.contains("the last recipe must fit all images"), told);
  }
}
