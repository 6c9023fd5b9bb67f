package org.radiologytrust.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.PostgresServer;

/** Operators at two nodes on one PostgreSQL. */
@Tag("peers")
@Tag("safety")
class OperatorNodesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private static String report(String accession) {
    return Chest.oru(PhantomStudy.chest(accession), "M1", "PHANTOM-1", Chest.TEXT, "F", 0);
  }

  @Test
  void eachNodeFindsAndOfTwoReleasesOneWins() throws Exception {
    Map<String, String> journal =
        new HashMap<>(
            PostgresServer.settings(
                PostgresDatabases.server().journal(PostgresDatabases.migrated())));
    ExecutorService operators = Executors.newFixedThreadPool(2);
    try (Product first = Product.start(folder.resolve("first"), journal);
        Product second = Product.start(folder.resolve("second"), journal)) {
      assertTrue(first.mllp(report("ACC0")).contains("\rMSA|AA"));
      for (int round = 1; round <= 5; round++) {
        assertTrue(first.mllp(report("ACC" + round)).contains("\rMSA|AE"));
        String found = second.get("/api/messages?accession=ACC" + round + "&mrn=PHANTOM-1").body();
        String id = JSON.readTree(found).path("messages").get(0).path("id").asText();
        List<Callable<HttpResponse<String>>> both =
            List.of(() -> release(first, id), () -> release(second, id));
        int released = 0;
        for (Future<HttpResponse<String>> answer : operators.invokeAll(both)) {
          HttpResponse<String> response = answer.get();
          if (response.statusCode() == 200) {
            released++;
            assertTrue(response.body().contains("\"parsed\""), response::body);
          } else {
            assertEquals(409, response.statusCode(), response::body);
            assertTrue(response.body().contains("it is parsed"), response::body);
          }
        }
        assertEquals(1, released);
      }
      for (Product node : List.of(first, second)) {
        String status = node.get("/api/status").body();
        assertEquals(6, JSON.readTree(status).path("messages").path("parsed").asInt(), status);
        assertTrue(JSON.readTree(status).path("countsAddUp").asBoolean(), status);
      }
    } finally {
      operators.shutdownNow();
    }
  }

  private static HttpResponse<String> release(Product node, String id) throws Exception {
    return node.post("/api/quarantine/" + id + "/release", "application/json", new byte[0]);
  }
}
