package org.radiologytrust.ingest.dicom.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.ingest.dicom.CtPhantom;
import org.radiologytrust.ingest.dicom.DicomTags;
import org.radiologytrust.ingest.dicom.PatientTags;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.model.Patient;

/** Whose an object is, in each form in which archives store objects. */
class ObjectHeaderTest {
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";
  private static final String IMPLICIT = "1.2.840.10008.1.2";
  private static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";
  private static final String DEFLATED = "1.2.840.10008.1.2.1.99";
  private static final String JPEG = "1.2.840.10008.1.2.4.70";

  /** Writes elements in one transfer syntax. */
  private static final class Elements {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean explicit;
    private final boolean big;

    Elements(boolean explicit, boolean big) {
      this.explicit = explicit;
      this.big = big;
    }

    Elements(String syntax) {
      this(!syntax.equals(IMPLICIT), syntax.equals(BIG_ENDIAN));
    }

    void word(int value) {
      out.write(big ? value >> 8 : value);
      out.write(big ? value : value >> 8);
    }

    void number(int value) {
      word(big ? value >>> 16 : value);
      word(big ? value : value >>> 16);
    }

    Elements tag(int tag) {
      word(tag >>> 16);
      word(tag);
      return this;
    }

    Elements text(int tag, String vr, byte[] value) {
      tag(tag);
      if (explicit) {
        out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
        word(value.length);
      } else {
        number(value.length);
      }
      out.writeBytes(value);
      return this;
    }

    Elements text(int tag, String vr, String value) {
      return text(tag, vr, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    Elements sequence(int tag, int length) {
      tag(tag);
      if (explicit) {
        out.writeBytes("SQ".getBytes(StandardCharsets.US_ASCII));
        word(0);
      }
      number(length);
      return this;
    }

    Elements item(int tag, int length) {
      tag(tag);
      number(length);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }

  private static byte[] file(String syntax, byte[] dataSet) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(new byte[128]);
    file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(new Elements(EXPLICIT).text(0x00020010, "UI", syntax).bytes());
    if (syntax.equals(DEFLATED)) {
      try (DeflaterOutputStream deflated =
          new DeflaterOutputStream(file, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
        deflated.write(dataSet);
      }
    } else {
      file.writeBytes(dataSet);
    }
    return file.toByteArray();
  }

  private static byte[] dataSet(String syntax) {
    Elements set =
        new Elements(syntax)
            .text(0x00080005, "CS", "ISO_IR 192")
            .text(0x00080050, "SH", "A1")
            // referenced images: an undefined length, with a study's UID that is not this one's
            .sequence(0x00081140, -1)
            .item(0xFFFEE000, -1)
            .text(0x0020000D, "UI", "9.9.9")
            .item(0xFFFEE00D, 0)
            .item(0xFFFEE0DD, 0)
            .text(0x00100010, "PN", "Müller^Eva".getBytes(StandardCharsets.UTF_8))
            .text(0x00100020, "LO", "P1");
    Elements issuer = new Elements(syntax).text(0x00400032, "UT", "").text(0x00400033, "CS", "ISO");
    if (!syntax.equals(IMPLICIT)) {
      // UT has a length of four bytes
      issuer = new Elements(syntax).text(0x00400033, "CS", "ISO");
    }
    set.sequence(0x00100024, issuer.bytes().length + 8).item(0xFFFEE000, issuer.bytes().length);
    set.out.writeBytes(issuer.bytes());
    return set.text(0x00100030, "DA", "19610203")
        .text(0x00100040, "CS", "F ")
        .text(0x0020000D, "UI", "1.2.3\0")
        .text(0x00280010, "US", "xx")
        .bytes();
  }

  private static DicomTags read(byte[] file) throws IOException {
    return ObjectHeader.read(new ByteArrayInputStream(file));
  }

  @ParameterizedTest
  @CsvSource({EXPLICIT, IMPLICIT, BIG_ENDIAN, DEFLATED, JPEG})
  void everyTransferSyntax(String syntax) throws IOException {
    DicomTags tags = read(file(syntax, dataSet(syntax)));
    assertEquals("1.2.3", tags.text("StudyInstanceUID"));
    assertEquals("A1", tags.text("AccessionNumber"));
    Patient patient = PatientTags.read(tags);
    assertEquals("Müller", patient.familyName());
    assertEquals("Eva", patient.givenName());
    assertEquals("P1", patient.identifiers().get(0).value());
    assertEquals("1961-02-03", "" + patient.birthDate());
    assertEquals("FEMALE", patient.sex().name());
  }

  @Test
  void anObjectOfThePhantomIsReadAsOrthancReadsIt() throws IOException {
    PhantomStudy study = PhantomStudy.chest("A1");
    DicomTags tags = read(CtPhantom.slice(study, 3, 1, CtPhantom.AXIAL, "0\\0\\1", false).file());
    assertEquals(study.studyInstanceUid(), tags.text("StudyInstanceUID"));
    assertEquals(
        study.patient().identifiers().get(0).system(),
        PatientTags.read(tags).identifiers().get(0).system());
  }

  @ParameterizedTest
  @CsvSource({
    "ISO_IR 100, ISO-8859-1, Müller",
    "ISO_IR 144, ISO-8859-5, Иванов",
    "ISO 2022 IR 100, ISO-8859-1, Müller",
    "GB18030, GB18030, 王",
    "unknown, ISO-8859-1, ''",
    "'', ISO-8859-1, ''",
  })
  void names(String term, String charset, String name) throws IOException {
    String written = name.isEmpty() ? "Müller" : name;
    byte[] set =
        new Elements(EXPLICIT)
            .text(0x00080005, "CS", term)
            .text(0x00100010, "PN", (written + "^E").getBytes(charset))
            .bytes();
    String read = PatientTags.read(read(file(EXPLICIT, set))).familyName();
    if (term.isEmpty()) {
      assertEquals("M\uFFFDller", read, "ASCII, as Orthanc would show it");
    } else {
      assertEquals(name, read, "a name in an unknown set counts nothing");
    }
  }

  @Test
  void anythingIsReadOrRefused() throws IOException {
    byte[] whole = file(EXPLICIT, dataSet(EXPLICIT));
    Random random = new Random(59);
    for (int i = 0; i < 2000; i++) {
      byte[] file = Arrays.copyOf(whole, random.nextInt(whole.length));
      if (file.length > 140) {
        file[132 + random.nextInt(file.length - 132)] = (byte) random.nextInt();
      }
      try {
        read(file);
      } catch (IOException e) {
        // refused
      }
    }
  }

  @Test
  void sequencesInSequencesAndABombAreRefused() throws IOException {
    Elements deep = new Elements(EXPLICIT);
    for (int i = 0; i < 100_000; i++) {
      deep.sequence(0x00081140, -1).item(0xFFFEE000, -1);
    }
    assertThrows(IOException.class, () -> read(file(EXPLICIT, deep.bytes())));
    Elements bomb = new Elements(EXPLICIT).sequence(0x00081140, 0x7FFFFFF0);
    bomb.out.writeBytes(new byte[8 << 20]);
    assertThrows(IOException.class, () -> read(file(DEFLATED, bomb.bytes())));
  }
}
