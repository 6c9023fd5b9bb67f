package org.radiologytrust.publish;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Date;
import java.util.TimeZone;
import java.util.UUID;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UnsignedIntType;
import org.radiologytrust.model.Span;

/** Builds small FHIR values. */
final class Fhir {
  private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

  /** More digits would suggest a precision that a model's confidence does not have. */
  private static final int CONFIDENCE_DIGITS = 4;

  private Fhir() {}

  static CodeableConcept concept(String system, String code, String display) {
    return new CodeableConcept(new Coding(system, code, display));
  }

  /** A concept without display, for elements whose exact value a profile fixes. */
  static CodeableConcept exactly(String system, String code) {
    return new CodeableConcept(new Coding().setSystem(system).setCode(code));
  }

  static DateTimeType dateTime(Instant instant) {
    DateTimeType value = new DateTimeType(Date.from(instant));
    value.setTimeZone(UTC);
    value.setPrecision(TemporalPrecisionEnum.MILLI);
    return value;
  }

  static InstantType instant(Instant instant) {
    InstantType value = new InstantType(Date.from(instant));
    value.setTimeZone(UTC);
    return value;
  }

  static BigDecimal confidence(double confidence) {
    return BigDecimal.valueOf(confidence)
        .setScale(CONFIDENCE_DIGITS, RoundingMode.HALF_UP)
        .stripTrailingZeros();
  }

  static Reference reference(String type, UUID id) {
    return new Reference(type + "/" + id);
  }

  /** The extension rtl-text-span. */
  static Extension span(Span span, String textSha256) {
    Extension extension = new Extension(Uris.TEXT_SPAN);
    extension.addExtension("start", new UnsignedIntType(span.start()));
    extension.addExtension("end", new UnsignedIntType(span.end()));
    extension.addExtension("textSha256", new StringType(textSha256));
    return extension;
  }

  /**
   * A text that a FHIR string and XHTML can hold. Control characters (other than tab and line
   * ends), lone surrogates, and directional overrides, which can show a reader other words
   * (CVE-2021-42574), become U+FFFD one for one, so the length stays the same.
   */
  static String text(String raw) {
    StringBuilder clean = new StringBuilder(raw.length());
    raw.codePoints().map(Fhir::allowed).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static int allowed(int c) {
    boolean lineOrTab = c == '\n' || c == '\t' || c == '\r';
    boolean control = Character.getType(c) == Character.CONTROL;
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    boolean noncharacter = (c & 0xFFFE) == 0xFFFE;
    boolean bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return (control && !lineOrTab) || surrogate || noncharacter || bidi ? 0xFFFD : c;
  }
}
