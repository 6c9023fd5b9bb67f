package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

class DicomTagsTest {
  @Test
  void values() throws Exception {
    DicomTags tags =
        tags(
            "{'A':' 5 ','B':'1.5\\\\x\\\\-2','C':null,'D':[{'E':'f'}],'F':'1e999','G':'x\\u0000'}");
    assertEquals(OptionalInt.of(5), tags.integer("A"));
    assertEquals(OptionalInt.empty(), tags.integer("B"));
    assertEquals(List.of(1.5, Double.NaN, -2.0), tags.numbers("B"));
    assertEquals("", tags.text("C"));
    assertTrue(tags.has("C"));
    assertEquals("f", tags.item("D").orElseThrow().text("E"));
    assertTrue(tags.number("F").isEmpty());
    assertEquals("x", tags.text("G"));
    assertFalse(tags.has("H"));
    assertEquals("DicomTags[withheld]", tags.toString());
  }

  @Test
  void patient() throws Exception {
    Patient patient =
        PatientTags.read(
            tags(
                "{'PatientID':'M1','IssuerOfPatientID':'1.2.3','PatientName':'Doe^Jane^Q^Dr','"
                    + "PatientBirthDate':'19610203','PatientSex':'F'}"));
    assertEquals(List.of(new Identifier("urn:oid:1.2.3", "M1", "")), patient.identifiers());
    assertEquals("Doe", patient.familyName());
    assertEquals("Jane Q", patient.givenName());
    assertEquals(LocalDate.of(1961, 2, 3), patient.birthDate());
    assertEquals(Sex.FEMALE, patient.sex());
  }

  @Test
  void issuerThatIsNoOidSaysNothing() throws Exception {
    assertEquals("", system("{'PatientID':'M1','IssuerOfPatientID':'Hospital'}"));
    assertEquals(
        "urn:oid:1.9",
        system(
            "{'PatientID':'M1','IssuerOfPatientID':'Hospital','IssuerOfPatientIDQualifiersSequence':"
                + "[{'UniversalEntityID':'1.9','UniversalEntityIDType':'ISO'}]}"));
  }

  @ParameterizedTest
  @CsvSource({"=山田^太郎, 山田, 太郎", "Yamada^Tarou=山田^太郎, Yamada, Tarou", "Doe, Doe, ''"})
  void names(String value, String family, String given) throws Exception {
    Patient patient = PatientTags.read(tags("{'PatientName':'" + value + "'}"));
    assertEquals(family, patient.familyName());
    assertEquals(given, patient.givenName());
    assertTrue(patient.identifiers().isEmpty());
  }

  @Test
  void dates() {
    assertEquals(LocalDate.of(1961, 2, 3), PatientTags.date("1961.02.03"));
    assertNull(PatientTags.date(""));
    assertNull(PatientTags.date("19611303"));
  }

  @Test
  void whatIsNoImage() throws Exception {
    NonImages nonImages = NonImages.load(SiteFiles.shipped());
    String size = "'Rows':'1','Columns':'1'";
    assertTrue(nonImages.isImage(tags("{'SOPClassUID':'1.2.840.10008.5.1.4.1.1.2'," + size + "}")));
    for (String other : List.of("66.4", "30", "11.1", "481.2", "88.59")) {
      String uid = "1.2.840.10008.5.1.4.1.1." + other;
      assertFalse(nonImages.isImage(tags("{'SOPClassUID':'" + uid + "'," + size + "}")), other);
    }
    assertTrue(
        nonImages.isImage(tags("{'SOPClassUID':'1.2.840.10008.5.1.4.1.1.481.1'," + size + "}")));
    assertFalse(nonImages.isImage(tags("{'SOPClassUID':'1.2.840.10008.5.1.4.1.1.2'}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'sopClasses':[]}", "{'sopClasses':['SR']}"})
  void aBadListIsRefused(String file) {
    assertThrows(IllegalArgumentException.class, () -> NonImages.of(tags(file).json()));
  }

  @Test
  void pamIsChecked() throws Exception {
    PamImage pam = PamImage.parse(pam("WIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 65535", 4));
    assertEquals(2, pam.width());
    assertEquals(0x0102, pam.word(0));
    assertEquals(0x0304, pam.word(1));
    for (String header :
        List.of(
            "WIDTH 2\nHEIGHT 2\nDEPTH 1\nMAXVAL 65535",
            "WIDTH -2\nHEIGHT -1\nDEPTH 1\nMAXVAL 65535",
            "WIDTH 65536\nHEIGHT 65536\nDEPTH 1\nMAXVAL 65535",
            "WIDTH 4\nHEIGHT 1\nDEPTH 1\nMAXVAL 255",
            "WIDTH\nHEIGHT 1\nDEPTH 1\nMAXVAL 255")) {
      assertThrows(DicomStoreException.class, () -> PamImage.parse(pam(header, 4)), header);
    }
    assertThrows(DicomStoreException.class, () -> PamImage.parse(new byte[0]));
    assertThrows(DicomStoreException.class, () -> PamImage.parse(new byte[100_000]));
  }

  private static byte[] pam(String header, int pixels) {
    byte[] head =
        ("P7\n" + header + "\nTUPLTYPE GRAYSCALE\nENDHDR\n").getBytes(StandardCharsets.US_ASCII);
    byte[] body = Arrays.copyOf(head, head.length + pixels);
    for (int i = 0; i < pixels; i++) {
      body[head.length + i] = (byte) (i + 1);
    }
    return body;
  }

  private static String system(String json) throws Exception {
    return PatientTags.read(tags(json)).identifiers().get(0).system();
  }

  private static DicomTags tags(String json) throws Exception {
    return new DicomTags(new ObjectMapper().readTree(json.replace('\'', '"')));
  }
}
