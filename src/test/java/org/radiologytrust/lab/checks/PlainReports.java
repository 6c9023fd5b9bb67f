package org.radiologytrust.lab.checks;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.files.SiteFiles;

/** Invented patients of short reports that say little, so that each event has a place. */
final class PlainReports {
  private static final SiteFiles FILES = SiteFiles.shipped();
  private static final List<String> EXAMINATIONS =
      List.of("CT chest", "XR chest", "CT abdomen", "Ultrasound abdomen", "MRI brain", "CT head");
  private static final List<String> SENTENCES =
      List.of(
          "The images are complete.",
          "The patient was cooperative.",
          "Image quality is good.",
          "Some motion is seen on the last images.",
          "The soft tissues are unremarkable.",
          "The field of view is complete.");

  private PlainReports() {}

  static StudyWords studies() {
    return StudyWords.load(FILES);
  }

  static InventedPatients patients(long seed) {
    StudyWords studies = studies();
    SectionNames names = SectionNames.load(FILES);
    CleanMessages clean = new CleanMessages(FILES, names, studies, seed);
    List<Message> messages = new ArrayList<>();
    for (String examination : EXAMINATIONS) {
      for (int i = 0; i < SENTENCES.size(); i++) {
        String text =
            "EXAM: %s%n%nFINDINGS: %s %s%n%nIMPRESSION: Nothing of note."
                .formatted(
                    examination, SENTENCES.get(i), SENTENCES.get((i + 1) % SENTENCES.size()));
        String id = examination + " " + i;
        messages.add(clean.of(new SourceReport(id, examination, "", text, null)));
      }
    }
    return new InventedPatients(messages, studies, clean.patients(), FILES, seed);
  }
}
