package org.radiologytrust.ingest.dicom.archive;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.radiologytrust.ingest.dicom.OrthancClient;
import org.radiologytrust.ingest.dicom.OrthancSettings;
import org.radiologytrust.settings.FhirLogin;
import org.radiologytrust.settings.ImageOrigin;
import org.radiologytrust.settings.Priors;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.images.source}, {@code rtl.images.archive.*} and {@code
 * rtl.images.cache-*}.
 *
 * @param orthanc gets what the archive gives
 * @param url base URL of a DICOMweb archive, without a slash at its end; empty for C-MOVE
 * @param modality the archive's name in Orthanc's DicomModalities; empty for DICOMweb
 * @param trust certificates to accept; empty for those of the JVM's CAs
 * @param priors most earlier studies of a patient that are asked for
 */
public record ArchiveSettings(
    OrthancClient orthanc,
    String url,
    FhirLogin login,
    String modality,
    Optional<SSLContext> trust,
    Duration poll,
    Duration patience,
    ArchiveLimits limits,
    FetchedCopies.Limits kept,
    int priors) {
  private static final String PREFIX = "rtl.images.archive";

  /**
   * Reads the settings; empty if no archive is asked.
   *
   * @throws Settings.Wrong if a setting is not valid
   */
  public static Optional<ArchiveSettings> of(
      Settings settings, OrthancSettings orthanc, Optional<SSLContext> trust) {
    ArchiveLimits limits =
        new ArchiveLimits(
            settings.interval(PREFIX + ".timeout"),
            settings.interval(PREFIX + ".study-time"),
            settings.number(PREFIX + ".max-objects", 1, 20_000),
            settings.bytes(PREFIX + ".max-object"),
            settings.bytes(PREFIX + ".max-study"),
            settings.bytes("rtl.home.min-free"));
    FetchedCopies.Limits kept =
        new FetchedCopies.Limits(
            settings.text("rtl.images.cache-bytes").isEmpty()
                ? 0
                : settings.bytes("rtl.images.cache-bytes"),
            settings.optionalDuration("rtl.images.cache-time"));
    Duration poll = settings.interval(PREFIX + ".poll");
    Duration patience = settings.duration(PREFIX + ".patience");
    String url = settings.url(PREFIX + ".url");
    String modality = settings.text(PREFIX + ".modality");
    ImageOrigin origin = ImageOrigin.of(settings);
    if (origin == ImageOrigin.ORTHANC) {
      return Optional.empty();
    }
    require(orthanc.client().isPresent(), origin, "rtl.orthanc.url");
    boolean web = origin == ImageOrigin.DICOMWEB;
    require(!web || !url.isEmpty(), origin, PREFIX + ".url");
    require(web || modality.matches("[A-Za-z0-9_-]+"), origin, PREFIX + ".modality");
    return Optional.of(
        new ArchiveSettings(
            orthanc.client().orElseThrow(),
            web ? url : "",
            FhirLogin.of(settings, PREFIX),
            web ? "" : modality,
            trust,
            poll,
            patience,
            limits,
            kept,
            Priors.most(settings)));
  }

  private static void require(boolean set, ImageOrigin origin, String key) {
    if (!set) {
      throw new Settings.Wrong(
          key + " is empty or not valid: " + ImageOrigin.KEY + "=" + origin.code() + " needs it");
    }
  }

  boolean isWeb() {
    return modality.isEmpty();
  }

  /** How Orthanc says that an object came from this archive. */
  String origin() {
    return isWeb() ? "RestApi" : "DicomProtocol";
  }
}
