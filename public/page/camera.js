// @ts-check
// One picture from the camera, in a dialog; nothing is sent before it is taken.

/** @returns {Promise<Blob | undefined>} undefined when it was closed, or there is no camera */
export async function takePicture() {
  const dialog = /** @type {HTMLDialogElement} */ (document.querySelector('#camera'));
  const video = /** @type {HTMLVideoElement} */ (dialog.querySelector('video'));
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: true });
  } catch (error) {
    alert(`There is no camera to use: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
  video.srcObject = stream;
  await video.play();
  dialog.showModal();
  const taken = await new Promise((resolve) => {
    for (const button of dialog.querySelectorAll('button'))
      button.onclick = () => resolve(button.dataset.do === 'take');
    dialog.oncancel = () => resolve(false);
  });
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  for (const track of stream.getTracks()) track.stop();
  dialog.close();
  if (!taken) return undefined;
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/jpeg', 0.92));
}
