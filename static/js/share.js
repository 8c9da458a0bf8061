// Copying an address, and the phone's own share sheet. Without this script the address is there to be selected, and the
// links to mail and messages work. Nothing is sent anywhere: both hand a text to the reader's own device.

const status = document.getElementById("share-status");

function reveal(button) {
  button.hidden = false;
  const item = button.closest("li");
  if (item) item.hidden = false;
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    reveal(button);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        status.textContent = button.dataset.done;
        button.dataset.state = "done";
      } catch {
        // The browser said no; the address stands beside the button.
        button.hidden = true;
      }
    });
  }
}

if (navigator.share) {
  for (const button of document.querySelectorAll("[data-share]")) {
    reveal(button);
    button.addEventListener("click", () => {
      // Only the address: a title here would show in the preview that we keep neutral. Cancelling is no error.
      navigator.share({ url: button.dataset.share }).catch(() => {});
    });
  }
}
