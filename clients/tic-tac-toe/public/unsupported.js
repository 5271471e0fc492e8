// Shows a notice where the page cannot start: an old browser, or a script that failed to load. Plain ES3 on purpose.
(() => {
  function showNotice() {
    // main.tsx sets the mark; module scripts have run by the time of the load event.
    if (document.documentElement.getAttribute('data-started')) return;
    var app = document.getElementById('app');
    var notice = document.createElement('div');
    notice.className = 'plain-notice';
    notice.setAttribute('role', 'alert');
    notice.innerHTML =
      '<h1>The game could not start here</h1>' +
      '<p>Either this browser is too old, or a part of the page could not be loaded.</p>' +
      '<p><a href="">Load the page again</a>, or open the address in a current Firefox, Chrome, Edge or Safari.</p>';
    app.innerHTML = '';
    app.appendChild(notice);
  }
  if (window.addEventListener) window.addEventListener('load', showNotice);
  else window.attachEvent('onload', showNotice);
})();
