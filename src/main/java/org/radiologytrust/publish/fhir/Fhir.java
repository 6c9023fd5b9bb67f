package org.radiologytrust.publish.fhir;

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
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UnsignedIntType;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.PageBox;
import org.radiologytrust.model.Span;

/** Builds small FHIR values. */
public final class Fhir {
  private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

  /** More digits would suggest a precision that a model's confidence does not have. */
  private static final int CONFIDENCE_DIGITS = 4;

  private Fhir() {}

  public static CodeableConcept concept(String system, String code, String display) {
    return new CodeableConcept(new Coding(system, code, display));
  }

  /** A code with its display, if it has one. */
  public static Coding coding(String system, String code) {
    return new Coding(system, code, Displays.of(system, code).orElse(null));
  }

  /** A code with its display, if it has one. */
  public static CodeableConcept concept(String system, String code) {
    return new CodeableConcept(coding(system, code));
  }

  /** A concept without display, for elements whose exact value a profile fixes. */
  public static CodeableConcept exactly(String system, String code) {
    return new CodeableConcept(new Coding().setSystem(system).setCode(code));
  }

  public static DateTimeType dateTime(Instant instant) {
    DateTimeType value = new DateTimeType(Date.from(instant));
    value.setTimeZone(UTC);
    value.setPrecision(TemporalPrecisionEnum.MILLI);
    return value;
  }

  public static InstantType instant(Instant instant) {
    InstantType value = new InstantType(Date.from(instant));
    value.setTimeZone(UTC);
    return value;
  }

  public static BigDecimal confidence(double confidence) {
    return BigDecimal.valueOf(confidence)
        .setScale(CONFIDENCE_DIGITS, RoundingMode.HALF_UP)
        .stripTrailingZeros();
  }

  public static Reference reference(String type, UUID id) {
    return new Reference(type + "/" + id);
  }

  /** The extension rtl-text-span. */
  public static Extension span(Span span, String textSha256) {
    Extension extension = new Extension(Uris.TEXT_SPAN);
    extension.addExtension("start", new UnsignedIntType(span.start()));
    extension.addExtension("end", new UnsignedIntType(span.end()));
    extension.addExtension("textSha256", new StringType(textSha256));
    return extension;
  }

  /** The extension rtl-text-origin. */
  public static Extension origin(Origin origin) {
    Extension extension = new Extension(Uris.TEXT_ORIGIN);
    extension.addExtension("place", new StringType(text(origin.place())));
    extension.addExtension("start", new UnsignedIntType(origin.start()));
    extension.addExtension("end", new UnsignedIntType(origin.end()));
    if (origin.exact()) {
      extension.addExtension("charset", new StringType(origin.charset()));
    }
    PageBox box = origin.box();
    if (box != null) {
      extension.addExtension("page", new PositiveIntType(box.page()));
      extension.addExtension("x", points(box.x()));
      extension.addExtension("y", points(box.y()));
      extension.addExtension("width", points(box.width()));
      extension.addExtension("height", points(box.height()));
    }
    return extension;
  }

  private static DecimalType points(float points) {
    return new DecimalType(BigDecimal.valueOf(points).setScale(1, RoundingMode.HALF_UP));
  }

  /**
   * A text that a FHIR string and XHTML can hold. Control characters (other than tab and line
   * ends), lone surrogates, and directional overrides, which can show a reader other words
   * (CVE-2021-42574), become U+FFFD one for one, so the length stays the same.
   */
  public static String text(String raw) {
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
