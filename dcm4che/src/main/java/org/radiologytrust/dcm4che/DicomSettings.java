package org.radiologytrust.dcm4che;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.radiologytrust.process.Home;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.tls.ReloadedTls;
import org.radiologytrust.tls.TlsFiles;
import org.radiologytrust.tls.TlsProblem;
import org.radiologytrust.tls.TlsSettings;

/**
 * The settings {@code rtl.dicom.*}. Those that only the route uses are checked here too, so that a
 * wrong one stops the start in one line.
 *
 * @param aet our AE title; empty if this module is not used
 * @param host address to listen on
 * @param accepted UIDs of the transfer syntaxes that are accepted
 * @param folder of the received objects
 * @param minFree bytes that must stay free in its file system
 * @param quiet time without an image after which a study is complete
 * @param retention how long objects are kept; empty for ever
 * @param tls empty without a certificate
 * @param tlsPoll interval at which the TLS files are checked for changes
 */
record DicomSettings(
    String aet,
    String host,
    Set<String> accepted,
    Path folder,
    long minFree,
    Duration quiet,
    Optional<Duration> retention,
    Optional<ReloadedTls> tls,
    Duration tlsPoll) {
  static final String AET = "rtl.dicom.aet";

  private static final String UID = "[0-2](\\.(0|[1-9][0-9]*))+";
  private static final int LEAST_OBJECT = 1024;

  /**
   * Reads the settings.
   *
   * @throws Settings.Wrong if a setting is not valid
   */
  static DicomSettings of(Settings settings) {
    String aet = settings.text(AET);
    if (!aet.isEmpty() && !aet.matches("[!-\\[\\]-~]([ -\\[\\]-~]{0,14}[!-\\[\\]-~])?")) {
      throw new Settings.Wrong(
          AET + ": an AE title has 1 to 16 characters of ASCII and no backslash");
    }
    settings.number("rtl.dicom.port", 1, 65_535);
    settings.number("rtl.dicom.max-associations", 1, 1000);
    settings.number("rtl.dicom.pdu-length", 4096, 1 << 24);
    settings.interval("rtl.dicom.idle");
    if (settings.bytes("rtl.dicom.max-object") < LEAST_OBJECT) {
      throw new Settings.Wrong("rtl.dicom.max-object: at least " + LEAST_OBJECT + " bytes");
    }
    callers(settings);
    return new DicomSettings(
        aet,
        settings.required("rtl.dicom.host"),
        accepted(settings),
        settings.file("rtl.dicom.folder").orElseGet(() -> Home.folder(settings).resolve("dicom")),
        settings.bytes("rtl.dicom.min-free"),
        settings.interval("rtl.dicom.quiet"),
        settings.optionalDuration("rtl.dicom.retention"),
        aet.isEmpty() ? Optional.empty() : tls(settings),
        settings.interval("rtl.tls.poll"));
  }

  private static void callers(Settings settings) {
    try {
      Callers.of(settings.text("rtl.dicom.callers"));
    } catch (IllegalArgumentException e) {
      throw new Settings.Wrong("rtl.dicom.callers: " + e.getMessage());
    }
  }

  private static Set<String> accepted(Settings settings) {
    Set<String> uids = new TreeSet<>(settings.list("rtl.dicom.transfer-syntaxes"));
    for (String uid : uids) {
      if (!uid.matches(UID)) {
        throw new Settings.Wrong("rtl.dicom.transfer-syntaxes: " + uid + " is not a UID");
      }
    }
    return uids.isEmpty() ? FrameReader.transferSyntaxes() : uids;
  }

  private static Optional<ReloadedTls> tls(Settings settings) {
    Optional<TlsFiles> files = TlsSettings.listener(settings, "rtl.dicom");
    try {
      return files.isEmpty()
          ? Optional.empty()
          : Optional.of(new ReloadedTls(files.get(), Clock.systemUTC()));
    } catch (TlsProblem e) {
      throw new Settings.Wrong("dicom", e.getMessage());
    }
  }

  boolean configured() {
    return !aet.isEmpty();
  }
}
