package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.radiologytrust.launch.BasicLogin;

/** Does to an Orthanc what the product does not. */
public final class OrthancRest {
  private OrthancRest() {}

  /** A client of it. */
  public static OrthancClient client(PrivateOrthanc orthanc) {
    return new OrthancClient(
        orthanc.httpUrl(), orthanc.user(), orthanc.password(), Duration.ofSeconds(20));
  }

  /** Tells it of another DICOM node on this machine. */
  public static void addModality(PrivateOrthanc orthanc, String name, String aet, int port)
      throws Exception {
    String modality = "{\"AET\":\"%s\",\"Host\":\"127.0.0.1\",\"Port\":%d}".formatted(aet, port);
    assertEquals(
        200,
        send(request(orthanc, "/modalities/" + name).PUT(BodyPublishers.ofString(modality)))
            .statusCode());
  }

  public static void deleteInstance(PrivateOrthanc orthanc, String id) throws Exception {
    delete(orthanc, "/instances/" + id);
  }

  /** Deletes the only study with this accession number. */
  public static void deleteStudy(PrivateOrthanc orthanc, String accession) throws Exception {
    String query = "{\"Level\":\"Study\",\"Query\":{\"AccessionNumber\":\"" + accession + "\"}}";
    String found =
        send(request(orthanc, "/tools/find").POST(BodyPublishers.ofString(query))).body();
    delete(orthanc, "/studies/" + found.replaceAll("[^0-9a-f-]", ""));
  }

  private static void delete(PrivateOrthanc orthanc, String path) throws Exception {
    assertEquals(200, send(request(orthanc, path).DELETE()).statusCode());
  }

  private static HttpRequest.Builder request(PrivateOrthanc orthanc, String path) {
    return HttpRequest.newBuilder(orthanc.httpUrl().resolve(path))
        .header("Authorization", BasicLogin.of(orthanc.user(), orthanc.password()));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    // Orthanc may close an idle connection at the moment when the next request uses it
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
