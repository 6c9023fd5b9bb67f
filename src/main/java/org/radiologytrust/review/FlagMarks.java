package org.radiologytrust.review;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.settings.Settings;

/**
 * Marks by which a flag of a report that is still open is found again in the signed report, without
 * its words: HMAC-SHA256 with the site's key, in hexadecimal. Immutable.
 */
public final class FlagMarks {
  /** The least number of bytes of a key. */
  public static final int KEY_BYTES = 32;

  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * What the audit of a signed report says.
   *
   * @param numbers marks of the report's numbers; empty if the report is not signed
   * @param finished ids of the checks that finished
   * @param marks of its flags, quiet ones too
   */
  public record Signed(List<String> numbers, Set<String> finished, Set<String> marks) {
    /** Nothing is kept of open reports, or the report is not signed. */
    public static final Signed NONE = new Signed(List.of(), Set.of(), Set.of());
  }

  /**
   * @throws IllegalArgumentException if the key has fewer than {@value #KEY_BYTES} bytes
   */
  public FlagMarks(byte[] key) {
    if (key.length < KEY_BYTES) {
      throw new IllegalArgumentException("the key is shorter than " + KEY_BYTES + " bytes");
    }
    this.key = new SecretKeySpec(key, HMAC);
  }

  /**
   * By the settings {@code rtl.presign.keep} and {@code rtl.presign.key}.
   *
   * @return empty if nothing is kept
   * @throws Settings.Wrong if there is no key that can be used
   */
  public static Optional<FlagMarks> of(Settings settings) {
    Optional<Path> file = settings.file("rtl.presign.key");
    if (settings.oneOf("rtl.presign.keep", "off", "on").equals("off")) {
      return Optional.empty();
    }
    settings.required("rtl.presign.key");
    try {
      return Optional.of(new FlagMarks(Files.readAllBytes(file.orElseThrow())));
    } catch (IOException e) {
      throw new Settings.Wrong("rtl.presign.key: there is no file that can be read");
    } catch (IllegalArgumentException e) {
      throw new Settings.Wrong(
          "rtl.presign.key: "
              + e.getMessage()
              + "; make one with openssl rand -out FILE "
              + KEY_BYTES);
    }
  }

  /**
   * Marks of the accession and order numbers of a report, that of the main accession number first;
   * none if it has no number.
   */
  public List<String> numbers(Report report) {
    Order order = report.order();
    return Stream.concat(
            order.accessionNumbers().stream(),
            Stream.of(order.fillerOrderNumber(), order.placerOrderNumber()))
        .filter(number -> !number.isEmpty())
        .distinct()
        .map(number -> mark("number", report.site(), number))
        .toList();
  }

  /** The mark of a flag: its check, and the words of both evidences. */
  public String of(CheckResult flag) {
    return mark(flag.check(), levelled(flag.first().value()), levelled(flag.second().value()));
  }

  public Signed signed(Audit audit) {
    Report report = audit.report();
    if (audit.made() == null || report.status().preliminary() || report.status().withdrawn()) {
      return Signed.NONE;
    }
    return new Signed(
        numbers(report),
        Set.copyOf(audit.made().finished()),
        audit.checks().stream().map(this::of).collect(Collectors.toSet()));
  }

  private static String levelled(String words) {
    return words.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }

  private String mark(String... parts) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      byte[] text = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }
}
