package org.radiologytrust.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Product;

/** POST of a DiagnosticReport. */
final class FhirFeed implements Feed {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  @Override
  public void send(ReportVersion version, Node node) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + node.httpPort() + "/fhir/DiagnosticReport"))
            .timeout(PATIENCE)
            .header("Authorization", BasicLogin.of("operator", Product.PASSWORD))
            .header("Content-Type", "application/fhir+json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(version.fhir()))
            .build();
    int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status / 100 != 2) {
      throw new IOException("not accepted: " + status);
    }
  }
}
