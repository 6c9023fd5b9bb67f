package org.radiologytrust.dcm4che;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.ingest.dicom.StudyReader;
import org.radiologytrust.journal.work.StudyStore;
import org.radiologytrust.model.Report;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Study;

class DicomStudiesTest {
  private static final StudyStore NEVER =
      new StudyStore() {
        @Override
        public void storeStudy(Study study, String feed, String cursor) {
          throw new AssertionError();
        }

        @Override
        public boolean storeStudy(Study study, String feed, String from, String to) {
          throw new AssertionError();
        }

        @Override
        public List<Study> studiesOf(Report report) {
          throw new AssertionError();
        }
      };

  @TempDir Path root;

  /** Otherwise it would be tried for ever. */
  @Test
  void aStudyThatSomebodyDeletedIsNothingToStore() throws Exception {
    ObjectFolder folder = new ObjectFolder(root, new OpenStudies(Duration.ofSeconds(1)));
    folder.start();
    StudyReader reader = new StudyReader(new FolderStore(folder), SiteFiles.shipped());
    new DicomStudies(reader, NEVER).store("0".repeat(32));
  }
}
