// Passkeys: asks the server what to ask the device, and sends the device's answer with the form. Also the print button of recovery codes.
(() => {
  document.addEventListener('click', e => { if (e.target.closest('[data-print]')) window.print(); });

  const known = !!window.PublicKeyCredential?.parseCreationOptionsFromJSON && window.isSecureContext && !/^[\d.]+$|:/.test(location.hostname);
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const button = form.querySelector('[data-passkey-button]');
    if (!known) {
      button.hidden = true;
      const missing = form.querySelector('[data-passkey-missing]');
      if (missing) missing.hidden = false;
      continue;
    }
    const error = form.querySelector('[data-passkey-error]');
    button.hidden = false;
    form.addEventListener('submit', async e => {
      if (form.elements.credential.value) return;
      e.preventDefault();
      // The guard against double clicks holds back what comes from elsewhere; this form is sent by hand.
      e.stopImmediatePropagation();
      button.disabled = true;
      error.hidden = true;
      try {
        const answer = await fetch(form.dataset.options, { method: 'POST', headers: { RequestVerificationToken: document.querySelector('meta[name="csrf-token"]').content } });
        if (!answer.ok) throw new Error(answer.statusText);
        const asked = await answer.json();
        const credential = form.dataset.passkey === 'create'
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
        form.elements.credential.value = JSON.stringify(credential.toJSON());
        form.submit();
      } catch {
        // Cancelled by the person, refused by the device, or the portal is away: all the same to whoever looks at the page.
        error.textContent = error.dataset.passkeyError;
        error.hidden = false;
        button.disabled = false;
      }
    }, true);
  }
})();
