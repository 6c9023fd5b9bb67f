package org.radiologytrust.ingest.dicom;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.lab.phantom.DicomObject;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.lab.phantom.Uids;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Study;

/** What correlation and checks read of a study. */
public abstract class StudiesContract extends DicomStoreContract {
  private static final int SERIES_UID = 0x0020000E;
  private static final int SERIES_NUMBER = 0x00200011;
  private static final int CHARACTER_SET = 0x00080005;
  private static final int PATIENT_NAME = 0x00100010;

  private static DicomObject small(PhantomStudy study) {
    return DicomWriter.object(study, new short[] {1, 2, 3, 4})
        .words(0x00280010, "US", (short) 2)
        .words(0x00280011, "US", (short) 2);
  }

  private static PhantomStudy study() {
    return PhantomStudy.chest(Uids.random().substring(5, 20));
  }

  private Study read(String instance) throws IOException {
    return new StudyReader(store(), SiteFiles.shipped())
        .read(under().studyOf(instance))
        .orElseThrow();
  }

  @Test
  void theTagsOfAStudy() throws Exception {
    PhantomStudy sent = study().of(TestObjects.PATIENT).sided("L", "R");
    String id = receive(small(sent));
    Study study = read(id);
    assertEquals(sent.studyInstanceUid(), study.studyInstanceUid());
    assertEquals(sent.accessionNumber(), study.accessionNumber());
    assertEquals(TestObjects.PATIENT, study.patient());
    assertEquals(LocalDate.of(2026, 4, 1), study.studyDate());
    assertEquals(LocalTime.of(8, 30, 11), study.studyTime());
    assertEquals("CHEST PA", study.studyDescription());
    Instance image = study.instances().get(0);
    assertEquals(id, image.storeId());
    assertEquals(DicomWriter.DX_FOR_PRESENTATION, image.sopClassUid());
    assertEquals("DX", image.modality());
    assertEquals("CHEST", image.bodyPartExamined());
    assertEquals("L", image.laterality());
    assertEquals("R", image.imageLaterality());
    assertEquals("PA", image.viewPosition());
    assertEquals(1, image.instanceNumber());
    assertEquals(1, image.numberOfFrames());
  }

  /** By number of the series, then of the instance; objects may come in any order. */
  @Test
  void imagesAreInOrder() throws Exception {
    PhantomStudy study = study();
    String other = Uids.random();
    receive(small(study.instance(3)).text(SERIES_NUMBER, "IS", "2"));
    receive(small(study.instance(10)).text(SERIES_UID, "UI", other));
    receive(small(study.instance(1)).text(SERIES_NUMBER, "IS", "2"));
    String last = receive(small(study.instance(9)).text(SERIES_UID, "UI", other));
    assertEquals(
        List.of(9, 10, 1, 3),
        read(last).instances().stream().map(Instance::instanceNumber).toList());
  }

  @Test
  void objectsThatAreNoImagesAreLeftOut() throws Exception {
    PhantomStudy study = study();
    String image = receive(small(study));
    String report =
        receive(
            small(study.instance(2))
                .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.11")
                .without(0x00280010)
                .without(0x00280011)
                .without(TestObjects.PIXEL_DATA));
    assertEquals(under().studyOf(image), under().studyOf(report));
    assertEquals(List.of(image), read(image).instances().stream().map(Instance::storeId).toList());
  }

  @Test
  void twoStudiesWithOneAccessionNumberStayTwo() throws Exception {
    PhantomStudy study = study();
    String one = receive(small(study));
    String two =
        receive(
            small(study)
                .text(0x0020000D, "UI", Uids.random())
                .text(SERIES_UID, "UI", Uids.random())
                .text(0x00080018, "UI", Uids.random()));
    assertNotEquals(under().studyOf(one), under().studyOf(two));
    assertEquals(read(one).accessionNumber(), read(two).accessionNumber());
    assertEquals(1, read(one).instances().size());
    assertEquals(1, read(two).instances().size());
  }

  /** Each line: SpecificCharacterSet, Java's name of the encoding, family name. */
  @ParameterizedTest
  @CsvSource({
    "'', US-ASCII, Mueller",
    "ISO_IR 100, ISO-8859-1, Müller",
    "ISO_IR 101, ISO-8859-2, Wałęsa",
    "ISO_IR 109, ISO-8859-3, Ĉapek",
    "ISO_IR 110, ISO-8859-4, Šķēle",
    "ISO_IR 144, ISO-8859-5, Люкceмбypг",
    "ISO_IR 127, ISO-8859-6, قباني",
    "ISO_IR 126, ISO-8859-7, Διονυσιος",
    "ISO_IR 138, ISO-8859-8, שרון",
    "ISO_IR 148, ISO-8859-9, Çavuşoğlu",
    "ISO_IR 166, TIS-620, นามสกุล",
    "ISO_IR 192, UTF-8, Wáng小東",
    "GB18030, GB18030, 王小东",
    "GBK, GBK, 王小东",
    "ISO_IR 13, JIS_X0201, ﾔﾏﾀﾞ",
    "\\ISO 2022 IR 87, ISO-2022-JP, 山田"
  })
  void namesInAllCharacterSets(String characterSet, String encoding, String family)
      throws Exception {
    byte[] name = (family + "^A").getBytes(Charset.forName(encoding));
    DicomObject object =
        small(study()).text(CHARACTER_SET, "CS", characterSet).bytes(PATIENT_NAME, "PN", name);
    Patient patient = read(receive(object)).patient();
    assertEquals(family, patient.familyName());
    assertEquals("A", patient.givenName());
  }

  /** PS3.5 I.2: each component begins with the escape sequence. */
  @Test
  void aKoreanName() throws Exception {
    Charset korean = Charset.forName("EUC-KR");
    ByteBuffer name = ByteBuffer.allocate(64);
    name.put("Hong^Gildong=".getBytes(StandardCharsets.US_ASCII));
    for (String part : List.of("洪", "^", "吉洞", "=", "홍", "^", "길동")) {
      if (part.length() > 1 || part.charAt(0) > 127) {
        name.put("\u001b$)C".getBytes(StandardCharsets.US_ASCII));
      }
      name.put(part.getBytes(korean));
    }
    byte[] bytes = new byte[name.position()];
    name.flip().get(bytes);
    String id =
        receive(
            small(study())
                .text(CHARACTER_SET, "CS", "\\ISO 2022 IR 149")
                .bytes(PATIENT_NAME, "PN", bytes));
    assertEquals("Hong", read(id).patient().familyName());
    assertEquals("Hong^Gildong=洪^吉洞=홍^길동", store().tags(id).text("PatientName"));
  }

  @Test
  void aStudyIsCompleteAfterAQuietTimeAndALateImageBelongsToIt() throws Exception {
    PhantomStudy study = study();
    String first = receive(small(study));
    awaitComplete(first);
    assertTrue(read(first).stable());
    receive(small(study.instance(2)));
    awaitComplete(first);
    assertEquals(
        List.of(1, 2), read(first).instances().stream().map(Instance::instanceNumber).toList());
  }

  private void awaitComplete(String instance) throws Exception {
    String study = under().studyOf(instance);
    await().atMost(Duration.ofSeconds(60)).until(() -> store().stable(study));
  }

  /** A late image opens a complete study again. */
  @Test
  void aStudyIsNotCompleteBeforeTheQuietTime() throws Exception {
    try (StoreUnderTest slow = open(Duration.ofHours(1))) {
      String id = slow.receive(small(study()).file());
      assertFalse(slow.store().stable(slow.studyOf(id)));
    }
  }

  @Test
  void aRepeatedObjectKeepsItsContent() throws Exception {
    DicomObject object = small(study());
    String id = receive(object);
    String again = receive(object.text(0x00081030, "LO", "OTHER"));
    assertEquals(id, again);
    assertEquals("CHEST PA", store().tags(id).text("StudyDescription"));
    assertEquals(List.of(id), store().instances(under().studyOf(id)));
  }

  @Test
  void deletedObjectsAreGone() throws Exception {
    PhantomStudy study = study();
    String kept = receive(small(study));
    String deleted = receive(small(study.instance(2)));
    under().delete(deleted);
    DicomTags tags = store().tags(kept);
    assertKind(Kind.GONE, () -> store().tags(deleted));
    assertKind(Kind.GONE, () -> store().frame(deleted, tags, 0, 100));
    assertEquals(List.of(kept), read(kept).instances().stream().map(Instance::storeId).toList());
    String id = under().studyOf(kept);
    under().delete(kept);
    assertKind(Kind.GONE, () -> store().stable(id));
    assertKind(Kind.GONE, () -> store().instances(id));
  }

  /** An id may come from a journal that somebody else wrote. */
  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../x", "/etc/passwd", "1.2.3", "a b", "\0"})
  void idsThatAreNoneAreRefused(String id) {
    for (Executable request :
        List.<Executable>of(
            () -> store().tags(id), () -> store().stable(id), () -> store().instances(id))) {
      assertThrows(DicomStoreException.class, request);
    }
  }

  /** Values that an object lacks or that are empty are not null. */
  @Test
  void anObjectWithoutOptionalTags() throws Exception {
    DicomObject object = small(study());
    for (int tag :
        new int[] {0x00080050, 0x00080020, 0x00081030, 0x00100020, 0x00100021, 0x00100030}) {
      object.without(tag);
    }
    Study study = read(receive(object.text(PATIENT_NAME, "PN", "")));
    assertEquals("", study.accessionNumber());
    assertEquals("", study.studyDescription());
    assertEquals(List.of(), study.patient().identifiers());
    assertEquals("", study.patient().familyName());
  }
}
