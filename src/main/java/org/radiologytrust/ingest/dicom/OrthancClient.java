package org.radiologytrust.ingest.dicom;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;

/**
 * Client for the parts of Orthanc's REST API that are needed here. All ids are Orthanc's own. It
 * uses only routes that decode, never one that transcodes: with the GDCM plugin, transcoding
 * crashes Orthanc at random.
 */
public final class OrthancClient {
  /**
   * Maximum length of an answer without pixels: the tags of an enhanced object may take megabytes.
   */
  static final int MAX_JSON = 32 << 20;

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{8}){4}");
  private static final String PAM = "image/x-portable-arbitrarymap";
  private static final int MAX_PAM_HEADER = 1024;

  private final OrthancHttp http;

  /**
   * Creates a client.
   *
   * @param base e.g. {@code http://127.0.0.1:8042}
   * @param timeout maximum duration of one request
   */
  public OrthancClient(URI base, String user, String password, Duration timeout) {
    this(base, user, password, timeout, Optional.empty());
  }

  /**
   * Creates a client.
   *
   * @param trust certificates to accept; empty for those of the JVM's CAs
   */
  public OrthancClient(
      URI base, String user, String password, Duration timeout, Optional<SSLContext> trust) {
    this.http = new OrthancHttp(base, user, password, timeout, trust);
  }

  /** For the parts of the API that only one package needs. */
  public OrthancHttp http() {
    return http;
  }

  /**
   * Checks whether Orthanc is usable.
   *
   * @return empty if it is; otherwise what is wrong and what to do, in one line
   */
  public Optional<String> check() {
    try {
      http.json("/system", "its version", MAX_JSON);
      for (JsonNode plugin : http.json("/plugins", "its plugins", MAX_JSON)) {
        if (plugin.asText().equals("gdcm")) {
          return Optional.empty();
        }
      }
      return Optional.of(
          "Orthanc has no GDCM plugin, so JPEG 2000 images cannot be read: install orthanc-gdcm and"
              + " add it to Orthanc's setting Plugins");
    } catch (DicomStoreException e) {
      String advice =
          switch (e.kind()) {
            case UNREACHABLE -> "start Orthanc or correct rtl.orthanc.url";
            case UNAUTHORIZED -> "correct rtl.orthanc.user and rtl.orthanc.password";
            case GONE, FAILED -> "correct rtl.orthanc.url: the server there is not Orthanc";
          };
      return Optional.of(e.getMessage() + ": " + advice);
    }
  }

  /** One entry of the changes feed. */
  record Change(long sequence, String type, String id, String date) {
    private static final int LONGEST = 100;

    boolean isShort() {
      return type.length() <= LONGEST && id.length() <= LONGEST && date.length() <= LONGEST;
    }
  }

  /** A page of the feed; {@code done} if there is no later change. */
  record Changes(List<Change> changes, boolean done) {}

  /**
   * Reads a page of the changes after one. The feed goes on where the page ends. So a page that no
   * Orthanc would send, such as that of a proxy, must not be taken for an empty one.
   */
  Changes changes(long since, int limit) throws DicomStoreException {
    JsonNode page =
        http.json("/changes?since=" + since + "&limit=" + limit, "its changes", MAX_JSON);
    if (!page.path("Changes").isArray() || !page.path("Done").isBoolean()) {
      throw noChanges();
    }
    List<Change> changes = new ArrayList<>();
    long last = since;
    for (JsonNode node : page.path("Changes")) {
      Change change =
          new Change(
              node.path("Seq").asLong(),
              node.path("ChangeType").asText(),
              node.path("ID").asText(),
              node.path("Date").asText());
      if (change.sequence() <= last || !change.isShort()) {
        throw noChanges();
      }
      last = change.sequence();
      changes.add(change);
    }
    return new Changes(changes, page.path("Done").asBoolean());
  }

  private static DicomStoreException noChanges() {
    return new DicomStoreException(Kind.FAILED, "Orthanc's list of changes cannot be used");
  }

  /** The id of an instance's study. */
  String studyOf(String instance) throws DicomStoreException {
    return http.json("/instances/" + id(instance) + "/study", "the study of an instance", MAX_JSON)
        .path("ID")
        .asText();
  }

  /** Whether the study is complete: no instance has arrived for Orthanc's StableAge. */
  boolean stable(String study) throws DicomStoreException {
    return http.json("/studies/" + id(study), "a study", MAX_JSON).path("IsStable").asBoolean();
  }

  /** The ids of a study's instances, unordered. */
  public List<String> instances(String study) throws DicomStoreException {
    JsonNode all =
        http.json("/studies/" + id(study) + "/instances", "the instances of a study", MAX_JSON);
    List<String> ids = new ArrayList<>();
    for (JsonNode instance : all) {
      ids.add(instance.path("ID").asText());
    }
    return ids;
  }

  /** The ids of the instances of an instance's series, unordered. */
  List<String> series(String instance) throws DicomStoreException {
    JsonNode series =
        http.json("/instances/" + id(instance) + "/series", "the series of an instance", MAX_JSON);
    List<String> ids = new ArrayList<>();
    for (JsonNode other : series.path("Instances")) {
      ids.add(other.asText());
    }
    return ids;
  }

  /** The tags of an instance by keyword, in UTF-8; long binary values are null. */
  public DicomTags tags(String instance) throws DicomStoreException {
    return new DicomTags(
        http.json(
            "/instances/" + id(instance) + "/simplified-tags",
            "the tags of an instance",
            MAX_JSON));
  }

  /**
   * A binary value that {@link #tags} leaves out, e.g. {@code 0028-3010/0/0028-3006};
   * little-endian.
   */
  byte[] value(String instance, String path, int limit) throws DicomStoreException {
    return http.get(
        "/instances/" + id(instance) + "/content/" + path, "*/*", "a value of a tag", limit);
  }

  /** The UID of the transfer syntax in which an instance is stored. */
  String transferSyntax(String instance) throws DicomStoreException {
    byte[] uid =
        http.get(
            "/instances/" + id(instance) + "/metadata/TransferSyntax",
            "*/*",
            "the transfer syntax of an instance",
            MAX_PAM_HEADER);
    return new String(uid, StandardCharsets.US_ASCII).trim();
  }

  /** A frame in its stored form. Orthanc fails if the pixel data ends before the frame does. */
  byte[] rawFrame(String instance, int frame, int limit) throws DicomStoreException {
    return http.get(
        "/instances/" + id(instance) + "/frames/" + frame + "/raw",
        "*/*",
        "the pixel data of a frame",
        limit);
  }

  /** The form in which Orthanc returns pixels. */
  enum Decode {
    /** Unchanged stored values, 16 bit unsigned. */
    UNSIGNED("image-uint16", 2),
    /** Unchanged stored values, 16 bit signed. */
    SIGNED("image-int16", 2),
    /** Colour, as 8-bit RGB. */
    RGB("preview", 3);

    final String route;
    final int bytesPerPixel;

    Decode(String route, int bytesPerPixel) {
      this.route = route;
      this.bytesPerPixel = bytesPerPixel;
    }
  }

  /**
   * Decodes a frame.
   *
   * @param frame index, from 0
   * @param maxPixels maximum size of the image in pixels
   */
  PamImage frame(String instance, int frame, Decode decode, int maxPixels)
      throws DicomStoreException {
    long limit = (long) maxPixels * decode.bytesPerPixel + MAX_PAM_HEADER;
    byte[] body =
        http.get(
            "/instances/" + id(instance) + "/frames/" + frame + "/" + decode.route,
            PAM,
            "the pixels of a frame",
            (int) Math.min(limit, Integer.MAX_VALUE - 16));
    return PamImage.parse(body);
  }

  /** Stores a DICOM file; returns the id of the instance. */
  String store(byte[] dicom) throws DicomStoreException {
    return http.post("/instances", dicom, "storing a DICOM file", MAX_JSON).path("ID").asText();
  }

  /** Ids become part of URLs, so anything else is refused. */
  private static String id(String id) throws DicomStoreException {
    if (!ID.matcher(id).matches()) {
      throw new DicomStoreException(Kind.FAILED, "not an Orthanc id");
    }
    return id;
  }
}
